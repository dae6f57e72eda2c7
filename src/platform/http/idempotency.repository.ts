import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/transactions.js';

export interface KeyRow {
  scope: string;
  key: string;
  fingerprint: Buffer;
  status: number;
}

export interface StoredAnswer {
  fingerprint: Buffer;
  status: number;
  body: string;
  encrypted: boolean;
}

@Injectable()
export class IdempotencyRepository {
  /**
   * True when the key is ours to use. A concurrent twin waits here, on the unique index, until we commit or roll back;
   * without this insert as the transaction's first write both would do the work.
   */
  async claim(tx: Tx, { scope, key, fingerprint, status }: KeyRow): Promise<boolean> {
    const claimed: unknown[] = await tx.query(
      `insert into idempotency_keys (team_id, key, fingerprint, status, body) values ($1, $2, $3, $4, '')
       on conflict (team_id, key) do update
         set fingerprint = excluded.fingerprint, status = excluded.status, body = '', encrypted = false, created_at = now()
         where idempotency_keys.created_at < now() - interval '24 hours'
       returning key`,
      [scope, key, fingerprint, status],
    );
    return claimed.length > 0;
  }

  /** Whatever stands there was committed, and so is an answer. */
  async fresh(tx: Tx, scope: string, key: string): Promise<StoredAnswer | undefined> {
    const [answer] = await tx.query<StoredAnswer[]>(
      `select fingerprint, status, body, encrypted from idempotency_keys
       where team_id = $1 and key = $2 and created_at >= now() - interval '24 hours'`,
      [scope, key],
    );
    return answer;
  }

  async find(tx: Tx, scope: string, key: string): Promise<StoredAnswer> {
    const [answer] = await tx.query<StoredAnswer[]>(
      `select fingerprint, status, body, encrypted from idempotency_keys where team_id = $1 and key = $2`,
      [scope, key],
    );
    if (!answer) throw new Error('An idempotency key disappeared between two statements.');
    return answer;
  }

  async store(
    tx: Tx,
    { scope, key }: Pick<KeyRow, 'scope' | 'key'>,
    answer: Omit<StoredAnswer, 'fingerprint' | 'status'>,
  ) {
    await tx.query(`update idempotency_keys set body = $3, encrypted = $4 where team_id = $1 and key = $2`, [
      scope,
      key,
      answer.body,
      answer.encrypted,
    ]);
  }
}
