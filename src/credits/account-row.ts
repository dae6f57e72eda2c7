import type { Account, Bucket, MovedAccount } from './credits.types.js';

/** Columns of type bigint arrive as text. */
export type BucketColumns = Record<Bucket, string>;

export function toAccount(teamId: string, row: BucketColumns): Account {
  const included = Number(row.included);
  const purchased = Number(row.purchased);
  return { teamId, included, purchased, balance: included + purchased };
}

export type MovedColumns = BucketColumns & { lowAt: string; lowTold: boolean; exhaustedTold: boolean };

export function toMovedAccount(
  teamId: string,
  { lowAt, lowTold, exhaustedTold, ...row }: MovedColumns,
): MovedAccount {
  return { ...toAccount(teamId, row), lowAt: Number(lowAt), lowTold, exhaustedTold };
}
