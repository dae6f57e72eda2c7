import type { JobRequest } from '../job-handler.types.js';
import { Decision } from './decision.js';
import { Quotas } from './quotas.js';
import type { Submission } from './submission.types.js';

const ACTOR = {
  teamId: 'tea_1',
  tokenId: 'tok_1',
  limits: {},
  ownLimits: {},
  teamLimits: {},
} as Submission['actor'];

/** For a team that has used nothing yet. */
function aDecision(balance: number, stored: ConstructorParameters<typeof Decision>[1] = []): Decision {
  const nothing = () => ({ inFlight: 0, creditsToday: 0, creditsThisMonth: 0 });
  const tokens = new Map([['tok_1', nothing()]]);
  return new Decision(balance, stored, new Quotas({ now: new Date(), team: nothing(), tokens }));
}

function aSubmission(credits: number[], options: Partial<Submission> = {}): Submission {
  const requests = credits.map((price) => ({ kind: 'media.image', credits: price }) as JobRequest);
  return { actor: ACTOR, requests, answer: () => '{}', ...options };
}

function keyed(key: string, fingerprint: string): Partial<Submission> {
  return { idempotency: { key, fingerprint: Buffer.from(fingerprint) } };
}

describe('a decision on submissions that share a transaction', () => {
  it('spends the balance in order of arrival', () => {
    const decision = aDecision(3);
    expect(decision.on(aSubmission([2]))).toEqual({ accepted: true });
    expect(decision.on(aSubmission([1]))).toEqual({ accepted: true });
    expect(decision.on(aSubmission([1]))).toMatchObject({ refused: { code: 'insufficient_credits' } });
  });

  it('does not refuse a cheap request because an expensive one before it did not fit', () => {
    const decision = aDecision(3);
    const refused = decision.on(aSubmission([10]));
    expect(refused).toMatchObject({
      refused: { code: 'insufficient_credits', context: { needed: 10, balance: 3 } },
    });
    expect(decision.on(aSubmission([3]))).toEqual({ accepted: true });
  });

  it('accepts a batch whole or not at all', () => {
    const decision = aDecision(3);
    expect(decision.on(aSubmission([2, 2]))).toMatchObject({ refused: { context: { needed: 4 } } });
    expect(decision.on(aSubmission([1, 2]))).toEqual({ accepted: true });
  });

  it('replays the stored answer of a key that is known', () => {
    const stored = [{ teamId: 'tea_1', key: 'k', fingerprint: Buffer.from('same'), body: '{"id":1}' }];
    const decision = aDecision(0, stored);
    expect(decision.on(aSubmission([5], keyed('k', 'same')))).toEqual({ replay: '{"id":1}' });
  });

  it('refuses a known key with another request', () => {
    const stored = [{ teamId: 'tea_1', key: 'k', fingerprint: Buffer.from('same'), body: '{}' }];
    const decision = aDecision(9, stored);
    expect(decision.on(aSubmission([1], keyed('k', 'other')))).toMatchObject({
      refused: { code: 'idempotency_conflict' },
    });
  });

  it('charges twins in one transaction once', () => {
    const decision = aDecision(1);
    const first = aSubmission([1], keyed('k', 'same'));
    expect(decision.on(first)).toEqual({ accepted: true });
    expect(decision.on(aSubmission([1], keyed('k', 'same')))).toEqual({ twinOf: first });
    expect(decision.on(aSubmission([1], keyed('k', 'other')))).toMatchObject({
      refused: { code: 'idempotency_conflict' },
    });
  });

  it('remembers nothing of a refusal, so that a retry is really tried', () => {
    const decision = aDecision(1);
    expect(decision.on(aSubmission([5], keyed('k', 'same')))).toMatchObject({ refused: {} });
    expect(decision.on(aSubmission([1], keyed('k', 'cheaper')))).toEqual({ accepted: true });
  });

  it('holds the caller to maxCredits, of the whole and of one job', () => {
    const decision = aDecision(100);
    expect(decision.on(aSubmission([2, 2], { maxCredits: 3 }))).toMatchObject({
      refused: { code: 'spending_limit' },
    });
    const oneTooDear = aSubmission([1, 2]);
    oneTooDear.requests[1]!.maxCredits = 1;
    const verdict = decision.on(oneTooDear);
    expect(verdict).toMatchObject({
      refused: { code: 'spending_limit', message: expect.stringContaining('jobs[1]') },
    });
  });
});
