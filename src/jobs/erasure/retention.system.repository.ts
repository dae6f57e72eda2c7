import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';

export interface TeamRetention {
  teamId: string;
  days: number;
  /** All jobs up to this one are erased. */
  cursor: string;
}

export interface AgedJob {
  id: string;
  /** Ended long enough ago. */
  due: boolean;
}

@Injectable()
export class RetentionRepository {
  constructor(private readonly database: SystemDatabase) {}

  teams(): Promise<TeamRetention[]> {
    return this.database.query(
      `select team_id as "teamId", retention_days as days, retention_cursor as cursor from teams
       where retention_days is not null and deleting_at is null order by team_id`,
    );
  }

  /** In the order of their making, so that a sweep needs no index of its own: it walks on from where the last one was. */
  aged({ teamId, days, cursor }: TeamRetention, beforeId: string, limit: number): Promise<AgedJob[]> {
    return this.database.query(
      `select id, coalesce(finished_at < now() - $2 * interval '1 day', false) as due from jobs
       where team_id = $1 and id > $3 and id < $4 order by id limit $5`,
      [teamId, days, cursor, beforeId, limit],
    );
  }

  async advance(teamId: string, cursor: string): Promise<void> {
    await this.database.query(
      `update teams set retention_cursor = greatest(retention_cursor, $2) where team_id = $1`,
      [teamId, cursor],
    );
  }

  /** What the batches of long ago were about; their jobs are erased one by one. */
  async eraseBatches({ teamId, days }: TeamRetention): Promise<void> {
    await this.database.query(
      `update batches set metadata = null, webhook_url = null
       where team_id = $1 and finished_at < now() - $2 * interval '1 day'
         and (metadata is not null or webhook_url is not null)`,
      [teamId, days],
    );
  }
}
