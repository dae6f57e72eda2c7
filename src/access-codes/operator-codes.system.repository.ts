import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { Tx } from '../platform/database/transactions.js';

/** The operator looks at codes from outside of any team, so the transactions are the system's. */
@Injectable()
export class OperatorCodesSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }
}
