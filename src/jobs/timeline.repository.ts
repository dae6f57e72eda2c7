import { Injectable } from '@nestjs/common';
import { prepared } from '../platform/database/prepared.js';
import type { Tx } from '../platform/database/transactions.js';

export interface TimelineLine {
  jobId: string;
  type: string;
  facts?: Record<string, unknown>;
}

export interface TimelineRow {
  seq: number;
  type: string;
  data: Record<string, unknown> | null;
  at: Date;
}

/** `accepted` and `charged` are read from the job's own row, so a submission writes no timeline; its lines begin after them. */
const DERIVED_LINES = 2;

/** A statement, or a part of one, that appends the rows `jobId, teamId, type, facts` of a source. */
export function appendingLines(source: string): string {
  return `insert into job_events (job_id, seq, team_id, type, data)
    select line."jobId", coalesce((select max(seq) from job_events where job_id = line."jobId"), ${DERIVED_LINES}) + 1,
           line."teamId", line.type, line.facts
    from (${source}) as line`;
}

const APPEND = prepared(
  appendingLines(
    `select "jobId", $2 as "teamId", type, facts
     from jsonb_to_recordset($1) as given("jobId" text, type text, facts json)`,
  ),
);

@Injectable()
export class TimelineRepository {
  /** At most one line a job a call. The caller holds the jobs' row locks, or two writers could take the same number. */
  async append(tx: Tx, teamId: string, lines: TimelineLine[]): Promise<void> {
    if (lines.length === 0) return;
    await tx.query(APPEND, [JSON.stringify(lines), teamId]);
  }

  of(tx: Tx, jobId: string, afterSeq: number): Promise<TimelineRow[]> {
    return tx.query(
      `select seq, type, data, at from job_events where job_id = $1 and seq > $2 order by seq`,
      [jobId, afterSeq],
    );
  }
}
