import { randomFillSync } from 'node:crypto';

const POOL_BYTES = 4_096;
const SIZES = 256;

/** Fractions from 0 up to 1 of cryptographic randomness. Asking the system for each byte costs more than all else of an id. */
export function pooledRandom(): () => number {
  const pool = new Uint8Array(POOL_BYTES);
  let next = POOL_BYTES;
  return () => {
    if (next === POOL_BYTES) {
      randomFillSync(pool);
      next = 0;
    }
    return pool[next++]! / SIZES;
  };
}
