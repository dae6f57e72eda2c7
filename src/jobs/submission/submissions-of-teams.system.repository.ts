import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Settings } from '../../platform/database/with-settings.js';

/** Submissions of several teams share a transaction, which therefore is the system's. */
@Injectable()
export class SubmissionsOfTeamsRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transactionWith(settings, work);
  }
}
