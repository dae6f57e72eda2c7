import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { Tx } from '../platform/database/transactions.js';

/** The operator works on teams from outside, so the transactions are the system's. */
@Injectable()
export class OperatorSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }
}
