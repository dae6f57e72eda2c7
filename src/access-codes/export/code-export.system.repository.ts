import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { notFound } from '../../platform/errors.js';

@Injectable()
export class CodeExportRepository {
  constructor(private readonly database: SystemDatabase) {}

  async teamOf(batchId: string): Promise<string> {
    const [batch] = await this.database.query<{ teamId: string }>(
      `select team_id as "teamId" from access_code_batches where id = $1`,
      [batchId],
    );
    if (!batch) throw notFound('batch of access codes');
    return batch.teamId;
  }
}
