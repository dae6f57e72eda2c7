import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { CallbackNews } from '../../providers/provider.types.js';

export interface CalledBack {
  jobId: string;
  teamId: string;
  keyId: string | null;
  provider: string;
  providerModel: string | null;
}

const FIND = prepared(
  `select job_id as "jobId", team_id as "teamId", key_id as "keyId", provider, provider_model as "providerModel"
   from provider_calls where id = $1`,
);

/** Locks the job first, as everybody does. A delivery that was heard before changes nothing. */
const HEAR = prepared(
  `with job as (select id from jobs where id = $2 for update),
   heard as (
     update provider_calls call set
       callback_id = $3,
       -- An orphan: it was accepted, and its submitter died before it could say so.
       ref = coalesce(ref, $4),
       submitted_at = coalesce(submitted_at, now()),
       state = case when state = 'intent' then 'submitted' else state end,
       -- Abandoned before anybody knew what to stop.
       stop_owed_at = case when state in ('failed', 'unknown') and ref is null then now() else stop_owed_at end
     from job where call.id = $1 and call.job_id = job.id and callback_id is distinct from $3
     returning call.job_id)
   update jobs set wake_at = now()
   where id = (select job_id from heard) and state = 'running' and (wake_at is null or wake_at > now())`,
);

/** A callback names a call and no team. What its link was signed with is what opens the row. */
@Injectable()
export class CallbacksRepository {
  constructor(private readonly database: SystemDatabase) {}

  async find(callId: string): Promise<CalledBack | undefined> {
    const [call] = await this.database.query<CalledBack>(FIND, [callId]);
    return call;
  }

  async hear(callId: string, jobId: string, { deliveryId, ref }: CallbackNews): Promise<void> {
    await this.database.query(HEAR, [callId, jobId, deliveryId, JSON.stringify(ref)]);
  }
}
