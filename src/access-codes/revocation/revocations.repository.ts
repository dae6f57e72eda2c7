import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';

/** Batches by their number. */
@Injectable()
export class RevocationsRepository {
  /** One row, however many codes. False when it was revoked before. */
  revokeBatch(tx: Tx, batch: string): Promise<boolean> {
    return changed(
      tx,
      `update access_code_batches set revoked_at = now() where number = $1 and revoked_at is null returning 1`,
      [batch],
    );
  }

  /** False when it was revoked before. */
  revokeCode(tx: Tx, batch: string, ordinal: number): Promise<boolean> {
    return changed(
      tx,
      `update access_codes set revoked_at = now() where batch = $1 and ordinal = $2 and revoked_at is null returning 1`,
      [batch, ordinal],
    );
  }

  /** Of one code, or of a whole batch. After the revocation: a redemption that came between is among them. */
  async markForClawBack(tx: Tx, batch: string, ordinal: number | null): Promise<void> {
    await tx.query(
      `update redemptions set claw_back = true
       where batch = $1 and ($2::int is null or ordinal = $2) and credits > 0 and not claw_back`,
      [batch, ordinal],
    );
  }
}

async function changed(tx: Tx, sql: string, parameters: unknown[]): Promise<boolean> {
  return (await returnedRows(tx, sql, parameters)).length > 0;
}
