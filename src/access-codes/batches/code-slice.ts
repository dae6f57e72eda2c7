import { setImmediate as nextTurn } from 'node:timers/promises';
import { codeHash, HASH_BYTES } from '../codes/code-hash.js';
import type { CodeMaker } from '../codes/code-maker.js';
import type { CodeSlice } from './code-batches.types.js';

const ORDINAL_BYTES = 2;
export const ROW_BYTES = HASH_BYTES + ORDINAL_BYTES;
/** Below what two bytes can count. */
export const MOST_CODES_A_SLICE = 20_000;
/** Some milliseconds' worth: requests that this process serves meanwhile wait no longer. */
const CODES_A_TURN = 1_000;

interface Wanted {
  maker: CodeMaker;
  pepper: string;
  first: number;
  count: number;
}

/** Spells, hashes and sorts the next codes: in the order of its index the database takes them in half the time. */
export async function makeSlice({ maker, pepper, first, count }: Wanted): Promise<CodeSlice> {
  const hashes: string[] = [];
  for (let done = 0; done < count; done += CODES_A_TURN) {
    const codes = maker.forLookup(first + done, Math.min(CODES_A_TURN, count - done));
    for (const code of codes) hashes.push(codeHash(pepper, code));
    await nextTurn();
  }
  const rows = Buffer.allocUnsafe(count * ROW_BYTES);
  inOrder(hashes).forEach((index, place) => {
    rows.write(hashes[index]!, place * ROW_BYTES, 'binary');
    rows.writeUInt16BE(index, place * ROW_BYTES + HASH_BYTES);
  });
  return { first, count, rows };
}

/** By the first four bytes of the hash. Sorted as numbers that carry their index along, which is ten times as fast as texts. */
function inOrder(hashes: string[]): number[] {
  const keys = Float64Array.from(
    hashes,
    (hashed, index) =>
      (((hashed.charCodeAt(0) * 256 + hashed.charCodeAt(1)) * 256 + hashed.charCodeAt(2)) * 256 +
        hashed.charCodeAt(3)) *
        65_536 +
      index,
  );
  return Array.from(keys.toSorted(), (key) => key % 65_536);
}
