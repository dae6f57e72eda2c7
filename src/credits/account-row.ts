import type { Account, Bucket } from './credits.types.js';

/** Columns of type bigint arrive as text. */
export type BucketColumns = Record<Bucket, string>;

export function toAccount(teamId: string, row: BucketColumns): Account {
  const included = Number(row.included);
  const purchased = Number(row.purchased);
  return { teamId, included, purchased, balance: included + purchased };
}
