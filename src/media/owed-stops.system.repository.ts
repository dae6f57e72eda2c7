import { Injectable } from '@nestjs/common';
import { returnedRows } from '../platform/database/returned-rows.js';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { ProviderCall } from './provider-calls.repository.js';

export type OwedStop = Pick<ProviderCall, 'id' | 'jobId' | 'provider' | 'ref' | 'keyId'> & { teamId: string };

const MOST_AT_ONCE = 100;
/** Longer than whoever ended the job takes to do it itself. */
const AFTER = `interval '60 seconds'`;
/** A provider that could not be told for so long has ended the work by itself. */
const UNTIL = `interval '1 day'`;

/** Of jobs that ended while their work ran elsewhere, and whose process died before it could say so. */
@Injectable()
export class OwedStopsRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Taken for a while: another process has the next ones. */
  take(): Promise<OwedStop[]> {
    return this.database.transaction((tx) =>
      returnedRows(
        tx,
        `with owed as (
           select id from provider_calls
           where stop_owed_at between now() - ${UNTIL} and now() - ${AFTER}
           order by stop_owed_at limit ${MOST_AT_ONCE} for update skip locked)
         update provider_calls call set stop_owed_at = now() from owed where call.id = owed.id
         returning call.id, call.job_id as "jobId", call.team_id as "teamId", call.provider, call.ref,
           call.key_id as "keyId"`,
        [],
      ),
    );
  }

  /** Jobs that are over and have a call open: nobody got to closing it. */
  leftOpen(): Promise<{ id: string; teamId: string }[]> {
    return this.database.query(
      `select job.id, job.team_id as "teamId" from provider_calls call join jobs job on job.id = call.job_id
       where call.state in ('intent', 'submitted') and job.state in ('succeeded', 'failed', 'canceled')
         and job.finished_at < now() - ${AFTER}
       limit ${MOST_AT_ONCE}`,
    );
  }
}
