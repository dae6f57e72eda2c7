import { Logger } from '@nestjs/common';
import type { EngineConfig } from '../../platform/config/config.types.js';
import { invalid } from '../../platform/errors.js';
import { RenderFailed, RenderProcessDied } from './process/render.errors.js';
import { StudioProvider } from './studio.provider.js';

const studio = new StudioProvider({ jobs: { studioSlots: 1, studioFilmSlots: 1 } } as EngineConfig);

beforeAll(() => Logger.overrideLogger(false));

describe('what went wrong in the studio', () => {
  it('is worth another try when the process died or the disk was full', () => {
    expect(studio.classify(new RenderProcessDied('SIGKILL', 'a secret stack'))).toEqual({
      kind: 'transient',
      retryable: true,
      message: expect.not.stringContaining('secret'),
    });
    expect(studio.classify(new RenderFailed('no space', 'ENOSPC'))).toMatchObject({
      kind: 'transient',
      retryable: true,
    });
  });

  it('is final when the same order would fail again', () => {
    expect(studio.classify(new RenderFailed('a bug', null))).toMatchObject({
      kind: 'permanent',
      retryable: false,
    });
    expect(studio.classify(invalid([{ path: 'prompt', message: 'too long' }]))).toEqual({
      kind: 'invalid_input',
      retryable: false,
      message: 'too long',
    });
  });

  it('has no work left to ask for after a restart', async () => {
    expect(await studio.poll()).toEqual({ state: 'lost' });
  });
});
