import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../platform/database/system-database.js';
import { notFound } from '../platform/errors.js';

@Injectable()
export class BatchTeamRepository {
  constructor(private readonly system: SystemDatabase) {}

  async teamOf(batchId: string): Promise<string> {
    const [batch] = await this.system.query<{ teamId: string }>(
      `select team_id as "teamId" from batches where id = $1`,
      [batchId],
    );
    if (!batch) throw notFound('batch');
    return batch.teamId;
  }
}
