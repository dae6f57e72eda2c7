import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../database/system-database.js';
import type { Tx } from '../database/transactions.js';

/** For the operator, whose work belongs to no team, and for forgetting keys of all teams. */
@Injectable()
export class IdempotencySystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  async deleteExpired(): Promise<void> {
    await this.database.query(`delete from idempotency_keys where created_at < now() - interval '25 hours'`);
  }
}
