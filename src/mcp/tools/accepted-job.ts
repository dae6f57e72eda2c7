import type { JobView } from '../../jobs/jobs.dto.js';
import type { SubmissionAnswer } from '../../jobs/submission/submission.types.js';

/** What the store keeps of an accepted job is REST's text; tools tell the same facts in their words. */
export function acceptedJob({ body, replayed }: SubmissionAnswer): JobView & { replayed?: true } {
  return { ...(JSON.parse(body) as JobView), ...(replayed && { replayed }) };
}
