import { DomainError } from '../../platform/errors.js';
import type { JobRequest } from '../job-handler.types.js';

const SHORTEST_WAIT_SECONDS = 1;
const LONGEST_WAIT_SECONDS = 60;

interface Spent {
  limit: 'creditsPerDay' | 'creditsPerMonth';
  max: number;
  used: number;
  needed: number;
  now: Date;
}

export function tooMuchSpent({ limit, max, used, needed, now }: Spent): DomainError {
  const resetsAt = limit === 'creditsPerDay' ? nextDay(now) : nextMonth(now);
  return new DomainError(
    'spending_limit',
    `This needs ${needed} credits; ${used} of the ${max} of ${limit} are spent.`,
    { context: { limit, max, used, needed, resetsAt: resetsAt.toISOString() } },
  );
}

export function overMaxCredits(
  needed: number,
  maxCredits: number | undefined,
  where = '',
): DomainError | null {
  if (maxCredits === undefined || needed <= maxCredits) return null;
  return new DomainError(
    'spending_limit',
    `This needs ${needed} credits and maxCredits${where} is ${maxCredits}.`,
    { context: { needed, maxCredits, limit: 'maxCredits' } },
  );
}

export function tooMuchForOneJob(
  index: number,
  requests: Pick<JobRequest, 'credits'>[],
  max: number,
): DomainError {
  const needed = requests[index]!.credits;
  const job = requests.length > 1 ? `jobs[${index}]` : 'This';
  return new DomainError('spending_limit', `${job} needs ${needed} credits and creditsPerJob is ${max}.`, {
    context: { limit: 'creditsPerJob', max, used: 0, needed, resetsAt: null },
  });
}

export function tooManyInFlight(
  { max, used }: { max: number; used: number },
  requests: JobRequest[],
): DomainError {
  const asked = requests.length;
  return new DomainError(
    'quota_exceeded',
    `${used} jobs are in flight and ${asked} more would be above the limit of ${max}.`,
    {
      context: { policy: 'jobs-in-flight', limit: 'jobsInFlight', max, used },
      retryAfterSeconds: untilOneEnds(requests),
      ...(asked > max && { remediation: `Send at most ${max} jobs at once: so many may be in flight.` }),
    },
  );
}

/** Work of the same sort is what is likely under way. */
function untilOneEnds(requests: JobRequest[]): number {
  const shortest = Math.min(...requests.map(({ etaSeconds }) => Math.ceil(etaSeconds)));
  return Math.min(LONGEST_WAIT_SECONDS, Math.max(SHORTEST_WAIT_SECONDS, shortest));
}

function nextDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}

function nextMonth(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
}
