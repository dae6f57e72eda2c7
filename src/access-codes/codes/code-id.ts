import { randomBytes } from 'node:crypto';
import { encodeTime } from 'ulid';
import { ID_PREFIXES, isId } from '../../platform/ids.js';

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE_LENGTH = 21;
const ORDINAL_LENGTH = 5;
const TIME_LENGTH = 10;
export const MOST_ORDINALS = DIGITS.length ** ORDINAL_LENGTH;

/** What the ids of a batch's codes begin with: a million ids need not be stored. */
export function newCodeBase(now: number): string {
  const random = [...randomBytes(BASE_LENGTH - TIME_LENGTH)].map((byte) => DIGITS[byte % DIGITS.length]!);
  return encodeTime(now, TIME_LENGTH) + random.join('');
}

export function codeId(base: string, ordinal: number): string {
  let digits = '';
  for (let rest = ordinal; digits.length < ORDINAL_LENGTH; rest = Math.floor(rest / DIGITS.length))
    digits = DIGITS[rest % DIGITS.length]! + digits;
  return `${ID_PREFIXES.accessCode}_${base}${digits}`;
}

/** Null for what can't be the id of a code. */
export function partsOfCodeId(id: string): { base: string; ordinal: number } | null {
  if (!isId('accessCode', id)) return null;
  const ulid = id.slice(ID_PREFIXES.accessCode.length + 1);
  const ordinal = Array.from(ulid.slice(BASE_LENGTH)).reduce(
    (sum, digit) => sum * DIGITS.length + DIGITS.indexOf(digit),
    0,
  );
  return { base: ulid.slice(0, BASE_LENGTH), ordinal };
}
