import { hash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const BRAND = 'mme_';
const SECRET_LENGTH = 30;
const CHECK_LENGTH = 6;
const SHAPE = new RegExp(`^${BRAND}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);
const PREFIX_LENGTH = 12;

/** What the database keeps of a token. The secret can't be had back from it. */
export interface TokenFingerprint {
  hash: Buffer;
  /** Enough to recognise a token by, too little to use it. */
  prefix: string;
}

export function makeToken(): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${BRAND}${secret}${checkSum(BRAND + secret)}`;
}

/** Null for what no engine ever issued, e.g. a mistyped token, so that it costs no query. */
export function parseToken(text: string): TokenFingerprint | null {
  if (!SHAPE.test(text)) return null;
  const rest = text.slice(0, -CHECK_LENGTH);
  if (checkSum(rest) !== text.slice(-CHECK_LENGTH)) return null;
  return fingerprintOf(text);
}

export function fingerprintOf(token: string): TokenFingerprint {
  return { hash: Buffer.from(hashOf(token), 'hex'), prefix: token.slice(0, PREFIX_LENGTH) };
}

export function hashOf(token: string): string {
  return hash('sha256', token, 'hex');
}

function checkSum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < CHECK_LENGTH; place++) {
    digits = ALPHABET[rest % ALPHABET.length] + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}
