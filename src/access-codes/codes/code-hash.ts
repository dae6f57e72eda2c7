import { hash } from 'node:crypto';

export const HASH_BYTES = 16;
/** No code has it, so a hash of one origin is never one of the other. */
const IMPORTED = '!';

/**
 * What a code is found by: the first half of SHA-256 over the engine's pepper and the code. The pepper fills the first
 * block, and the half that is left out is what a longer text could be built upon.
 */
export function codeHash(pepper: string, code: string): string {
  return hash('sha256', pepper + code, 'binary').slice(0, HASH_BYTES);
}

/**
 * Imported codes have hashes of their own: else an import would tell by its collisions which codes of other teams
 * there are. Of two codes that look the same, the one that was made here is found.
 */
export function importedCodeHash(pepper: string, code: string): string {
  return codeHash(pepper, IMPORTED + code);
}

export function hashBytes(hashed: string): Buffer {
  return Buffer.from(hashed, 'binary');
}
