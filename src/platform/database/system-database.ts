import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { retryOnConflict } from './retry-on-conflict.js';
import type { Tx } from './transactions.js';
import { type Settings, withSettings } from './with-settings.js';

export const SYSTEM_DATA_SOURCE = 'system';

/**
 * The connection that sees every team. Imported by `*.system.repository.ts` files only, which the boundary check
 * enforces, so that all code that crosses teams can be read in one sitting.
 */
@Injectable()
export class SystemDatabase {
  constructor(@InjectDataSource(SYSTEM_DATA_SOURCE) private readonly database: DataSource) {}

  query<T>(sql: string, parameters: unknown[] = []): Promise<T[]> {
    return this.database.query(sql, parameters);
  }

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return retryOnConflict(() => this.database.transaction(work));
  }

  transactionWith<T>(settings: Settings, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transaction((tx) => withSettings(tx, settings, work));
  }
}
