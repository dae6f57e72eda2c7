import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { CallbackNews } from '../../providers/provider.types.js';

export interface CalledBack {
  jobId: string;
  teamId: string;
  keyId: string | null;
  provider: string;
  providerModel: string | null;
}

/** A callback names a call and no team. What its link was signed with is what opens the row. */
@Injectable()
export class CallbacksRepository {
  constructor(private readonly database: SystemDatabase) {}

  async find(callId: string): Promise<CalledBack | undefined> {
    const [call] = await this.database.query<CalledBack>(
      `select job_id as "jobId", team_id as "teamId", key_id as "keyId", provider, provider_model as "providerModel"
       from provider_calls where id = $1`,
      [callId],
    );
    return call;
  }

  /** Locks the job first, as everybody does. False when the delivery was heard before. */
  hear(callId: string, jobId: string, { deliveryId, ref }: CallbackNews): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select from jobs where id = $1 for update`, [jobId]);
      const heard = await returnedRows(
        tx,
        `update provider_calls set
           callback_id = $2,
           -- An orphan: it was accepted, and its submitter died before it could say so.
           ref = coalesce(ref, $3),
           submitted_at = coalesce(submitted_at, now()),
           state = case when state = 'intent' then 'submitted' else state end,
           -- Abandoned before anybody knew what to stop.
           stop_owed_at = case when state in ('failed', 'unknown') and ref is null then now() else stop_owed_at end
         where id = $1 and callback_id is distinct from $2 returning id`,
        [callId, deliveryId, JSON.stringify(ref)],
      );
      if (heard.length === 0) return false;
      await tx.query(
        `update jobs set wake_at = now() where id = $1 and state = 'running' and wake_at > now()`,
        [jobId],
      );
      return true;
    });
  }
}
