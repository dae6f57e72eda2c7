import type { QueueSpec } from '../../jobs/job-handler.types.js';

/** Below so many codes, a few slices, a batch is done in a moment and need not wait behind one of a million. */
const MOST_IN_SHORT = 50_000;
const CODES_A_SECOND = 50_000;

const SHORT: QueueSpec = { name: 'codes-short', slots: 4 };
const LONG: QueueSpec = { name: 'codes-long', slots: 2 };

/** All that workers serve. Batches that are made at the same time take turns slice by slice. */
export const CODE_QUEUES: readonly QueueSpec[] = [SHORT, LONG];

export function queueFor(quantity: number): string {
  return (quantity <= MOST_IN_SHORT ? SHORT : LONG).name;
}

export function etaSeconds(quantity: number): number {
  return Math.ceil(quantity / CODES_A_SECOND);
}
