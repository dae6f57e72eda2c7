import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import { BATCH_COLUMNS } from '../batches/code-batches.repository.js';
import type { CodeBatch } from '../batches/code-batches.types.js';

@Injectable()
export class ExpiredBatchesRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Hands out one batch that has expired and was not told of; false when there is none but those that rest. */
  withNext(resting: string[], tell: (tx: Tx, batch: CodeBatch) => Promise<void>): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [batch] = await tx.query<CodeBatch[]>(
        `select ${BATCH_COLUMNS}
         from access_code_batches batch
         where redeem_by is not null and expiry_told_at is null and completed_at is not null and revoked_at is null
           and redeem_by <= now() and batch.id <> all($1)
         order by redeem_by limit 1 for update of batch skip locked`,
        [resting],
      );
      if (!batch) return false;
      await tx.query(`update access_code_batches set expiry_told_at = now() where id = $1`, [batch.id]);
      await tell(tx, batch);
      return true;
    });
  }
}
