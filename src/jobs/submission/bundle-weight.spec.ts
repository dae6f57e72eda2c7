import type { JobRequest } from '../job-handler.types.js';
import { HEAVIEST_BUNDLE, weightOf } from './bundle-weight.js';
import type { Submission } from './submission.types.js';

function aSubmission(jobs: number, input: Record<string, unknown>): Submission {
  return { requests: Array.from({ length: jobs }, () => ({ input }) as JobRequest) } as Submission;
}

describe('the weight of a submission', () => {
  it('lets five hundred ordinary jobs share a transaction, and no more', () => {
    expect(weightOf(aSubmission(500, { prompt: 'x'.repeat(4_000) }))).toBe(HEAVIEST_BUNDLE);
    expect(weightOf(aSubmission(501, { prompt: 'small' }))).toBeGreaterThan(HEAVIEST_BUNDLE);
  });

  it('lets fewer share it when they are large, wherever in them the text is', () => {
    const input = { layers: [{ caption: 'x'.repeat(1_000_000) }] };
    expect(weightOf(aSubmission(4, input))).toBeLessThan(HEAVIEST_BUNDLE);
    expect(weightOf(aSubmission(5, input))).toBeGreaterThan(HEAVIEST_BUNDLE);
  });
});
