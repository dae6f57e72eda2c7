import { HOUR_MS } from '../platform/clock.js';
import type { EngineConfig } from '../platform/config/config.types.js';
import { ProviderHealth } from './provider-health.service.js';
import type { ProviderError } from './provider.types.js';

const PAUSE_MS = 1_000;
const failure = (changes: Partial<ProviderError> = {}): ProviderError => ({
  kind: 'transient',
  retryable: true,
  message: 'away',
  ...changes,
});

function aHealth(): ProviderHealth {
  return new ProviderHealth({ providers: { pauseMs: PAUSE_MS } } as EngineConfig);
}

function failing(health: ProviderHealth, times: number, at = 0): void {
  for (let time = 0; time < times; time++) health.failed('fal', failure(), at);
}

describe('a provider', () => {
  it('is left alone after five failures in a row, longer each time', () => {
    const health = aHealth();
    failing(health, 4);
    expect(health.closedForMs('fal', 0)).toBe(0);
    failing(health, 1);
    expect(health.closedForMs('fal', 0)).toBe(PAUSE_MS);
    failing(health, 1, PAUSE_MS);
    expect(health.closedForMs('fal', PAUSE_MS)).toBe(2 * PAUSE_MS);
  });

  it('has its failures forgotten an hour after they were over', () => {
    const health = aHealth();
    failing(health, 4);
    failing(health, 1, HOUR_MS + 1);
    expect(health.closedForMs('fal', HOUR_MS + 1)).toBe(0);
  });

  it('is tried by one job first when the pause is over', () => {
    const health = aHealth();
    failing(health, 5);
    health.submitting('fal', PAUSE_MS);
    // They look again before the trial must have ended, and wait on while it has not.
    expect(health.closedForMs('fal', PAUSE_MS)).toBe(PAUSE_MS);
    expect(health.closedForMs('fal', 3 * PAUSE_MS)).toBe(PAUSE_MS);
    health.answered('fal');
    expect(health.closedForMs('fal', PAUSE_MS)).toBe(0);
  });

  it('that says when to come back is believed at once', () => {
    const health = aHealth();
    health.failed('fal', failure({ kind: 'rate_limited', retryAfterMs: 7_000 }), 0);
    expect(health.closedForMs('fal', 0)).toBe(7_000);
    expect(health.closedForMs('openai', 0)).toBe(0);
  });

  it('that says when to come back is left alone so long, whatever becomes of what was sent before', () => {
    const health = aHealth();
    health.failed('fal', failure({ kind: 'rate_limited', retryAfterMs: 7_000 }), 0);
    health.answered('fal', 1);
    health.failed('fal', failure({ kind: 'content_policy' }), 2);
    health.failed('fal', failure(), 3);
    health.failed('fal', failure({ kind: 'rate_limited', retryAfterMs: 1_000 }), 4);
    expect(health.closedForMs('fal', 5)).toBe(6_995);
    health.answered('fal', 7_000);
    expect(health.closedForMs('fal', 7_000)).toBe(0);
  });

  it('that refuses what it was asked for is there and works', () => {
    const health = aHealth();
    failing(health, 4);
    health.failed('fal', failure({ kind: 'content_policy' }), 0);
    failing(health, 4);
    expect(health.closedForMs('fal', 0)).toBe(0);
  });
});
