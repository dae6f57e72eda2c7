import { Injectable } from '@nestjs/common';
import { returnedRows } from './returned-rows.js';
import { SystemDatabase } from './system-database.js';

const ROWS_AT_ONCE = 2_000;

/** For logs that are kept for a time. Their ids begin with their time, so no other index is needed. */
@Injectable()
export class OldRows {
  constructor(private readonly database: SystemDatabase) {}

  /** In small bites, each by one worker; answers when nothing older is left or another is at it. */
  async deleteBefore(
    table: 'events' | 'webhook_deliveries' | 'audit_log',
    id: string,
    until: AbortSignal,
  ): Promise<void> {
    let deleted: number;
    do {
      deleted = await this.database.transaction(async (tx) => {
        const [lock] = await tx.query<{ taken: boolean }[]>(
          `select pg_try_advisory_xact_lock(hashtext('mcp-media-engine old rows'), hashtext($1)) as taken`,
          [table],
        );
        if (!lock?.taken) return 0;
        const rows = await returnedRows(
          tx,
          `delete from ${table} where id in (select id from ${table} where id < $1 order by id limit ${ROWS_AT_ONCE})
           returning 1`,
          [id],
        );
        return rows.length;
      });
    } while (deleted === ROWS_AT_ONCE && !until.aborted);
  }
}
