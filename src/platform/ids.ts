import { decodeTime, encodeTime, monotonicFactory } from 'ulid';
import { pooledRandom } from './pooled-random.js';

export const ID_PREFIXES = {
  job: 'mjb',
  batch: 'btc',
  asset: 'ast',
  team: 'tea',
  token: 'tok',
  event: 'evt',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
  transfer: 'led',
  audit: 'aud',
  accessPlan: 'apl',
  accessCode: 'cod',
  redemption: 'red',
  providerCall: 'prc',
  providerKey: 'pky',
  request: 'req',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

const nextUlid = monotonicFactory(pooledRandom());

/** Ids sort by time of making; within one process strictly, so a batch keeps its order. */
export function newId(kind: IdKind): string {
  return `${ID_PREFIXES[kind]}_${nextUlid()}`;
}

const ULID_TIME_LENGTH = 10;

/** Ids of before that moment sort before it, those of after behind it. */
export function lowestId(kind: IdKind, timeMs: number): string {
  return `${ID_PREFIXES[kind]}_${encodeTime(Math.max(0, timeMs), ULID_TIME_LENGTH)}`;
}

/** When the id was made, in milliseconds; it must be one. */
export function madeAt(id: string): number {
  return decodeTime(id.slice(id.indexOf('_') + 1));
}

const ULID = '[0-7][0-9A-HJKMNP-TV-Z]{25}';

/** A malformed id can't name anything, so it needs no query. */
export function isId(kind: IdKind, value: string): boolean {
  return new RegExp(`^${ID_PREFIXES[kind]}_${ULID}$`).test(value);
}
