import type { UsageChange } from '../credits/usage/usage.types.js';
import type { JobRecord } from './job.types.js';

export function acceptedUsage(job: JobRecord): UsageChange {
  return { ...nothing(job), jobs: 1, charged: job.creditsCharged, inFlight: 1 };
}

/** Without a cost when nobody has told one. */
export function settledUsage(job: JobRecord, costMicros?: number): UsageChange {
  const isCosted = costMicros !== undefined;
  return {
    ...nothing(job),
    completed: Number(job.state === 'succeeded'),
    failed: Number(job.state === 'failed'),
    canceled: Number(job.state === 'canceled'),
    refunded: job.creditsRefunded,
    inFlight: -1,
    costMicros: costMicros ?? 0,
    costed: Number(isCosted),
    costedCredits: isCosted ? job.creditsCharged - job.creditsRefunded : 0,
  };
}

/** Of an attempt in vain. */
export function wastedUsage(job: JobRecord, costMicros: number): UsageChange {
  return { ...nothing(job), costMicros };
}

/** Of what is done at once, without a job. */
export function directUsage(what: Named, credits: number): UsageChange {
  return { ...nothing(what), charged: credits };
}

type Named = Pick<JobRecord, 'teamId' | 'tokenId' | 'model' | 'createdAt'> & { kind: string };

function nothing({ teamId, tokenId, kind, model, createdAt }: Named): UsageChange {
  const counters = { jobs: 0, completed: 0, failed: 0, canceled: 0, charged: 0, refunded: 0, inFlight: 0 };
  const costs = { costMicros: 0, costed: 0, costedCredits: 0 };
  return { teamId, tokenId, kind, model: model ?? kind, createdAt, ...counters, ...costs };
}
