import { createHash } from 'node:crypto';

/** For renders whose caller asked for no seed: different for each attempt and the same each time it is sent. */
export function seedOf(attemptId: string): number {
  return createHash('sha256').update(attemptId).digest().readUInt32BE() >>> 1;
}
