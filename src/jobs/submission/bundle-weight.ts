import type { JobRequest } from '../job-handler.types.js';
import type { Submission } from './submission.types.js';

/** So much a job counts at least, which bounds how many share a transaction as well as how large it becomes. */
const LEAST_BYTES = 8 * 1024;

/** Of ordinary jobs 500, of large ones 4 MB. */
export const HEAVIEST_BUNDLE = 500 * LEAST_BYTES;

export function weightOf({ requests }: Submission): number {
  return requests.reduce((sum, request) => sum + Math.max(LEAST_BYTES, bytesOf(request)), 0);
}

function bytesOf({ input, metadata }: JobRequest): number {
  return roughBytes(input) + roughBytes(metadata);
}

/** As much as its text is long. Cheaper than to write it as JSON, and near enough. */
function roughBytes(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 0;
  for (const [name, part] of Object.entries(value)) bytes += name.length + roughBytes(part);
  return bytes;
}
