import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';

const MOST_AT_ONCE = 500;

export interface SealedBatchKey {
  id: string;
  sealedKey: string;
}

@Injectable()
export class BatchKeysRepository {
  constructor(private readonly database: SystemDatabase) {}

  sealedOtherwise(prefix: string, resting: string[]): Promise<SealedBatchKey[]> {
    return this.database.query(
      `select id, sealed_key as "sealedKey" from access_code_batches
       where sealed_key is not null and not starts_with(sealed_key, $1) and id <> all($2) limit ${MOST_AT_ONCE}`,
      [prefix, resting],
    );
  }

  async replace(keys: SealedBatchKey[]): Promise<void> {
    if (keys.length === 0) return;
    await this.database.query(
      `update access_code_batches batch set sealed_key = fresh."sealedKey"
       from jsonb_to_recordset($1) as fresh(id text, "sealedKey" text) where batch.id = fresh.id`,
      [JSON.stringify(keys)],
    );
  }
}
