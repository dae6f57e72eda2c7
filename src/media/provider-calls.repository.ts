import { Injectable } from '@nestjs/common';
import { newId } from '../platform/ids.js';
import { prepared } from '../platform/database/prepared.js';
import { returnedRows } from '../platform/database/returned-rows.js';
import type { Tx } from '../platform/database/transactions.js';
import type { ExternalRef, ProviderError } from '../providers/provider.types.js';

export interface ProviderCall {
  id: string;
  jobId: string;
  seq: number;
  provider: string;
  providerModel: string | null;
  state: 'intent' | 'submitted' | 'succeeded' | 'failed' | 'unknown';
  ref: ExternalRef | null;
  error: ProviderError | null;
  /** The team's own key that it was made with. */
  keyId: string | null;
  /** The provider has it, or may have it. */
  maybeAccepted: boolean;
  /** Since the intent was written down. */
  ageMs: number;
}

interface Intent {
  jobId: string;
  teamId: string;
  model: string;
  provider: string;
  providerModel: string;
  keyId: string | null;
}

const COLUMNS = `id, job_id as "jobId", seq, provider, provider_model as "providerModel", state, ref, error,
  key_id as "keyId", (submitted_at is not null or state = 'unknown') as "maybeAccepted",
  (extract(epoch from now() - created_at) * 1000)::float8 as "ageMs"`;

/** Ids as JSON, or Postgres would plan anew each time. */
const OF_JOBS = prepared(
  `select ${COLUMNS} from provider_calls where job_id = any (array(select jsonb_array_elements_text($1))) order by seq`,
);

const OPEN = `state in ('intent', 'submitted')`;

const SUBMITTED = prepared(
  `update provider_calls set state = 'submitted', ref = $2, submitted_at = coalesce(submitted_at, now())
   where id = $1 and ${OPEN} returning id`,
);

const SUCCEEDED = prepared(
  `update provider_calls set state = 'succeeded', cost_micros = $2, finished_at = now() where id = $1`,
);

/** Every call to a provider is written down before it is made: after a crash the row says what may have happened. */
@Injectable()
export class ProviderCallsRepository {
  /** Those of each job in the order in which they were begun. */
  ofJobs(tx: Tx, jobIds: string[]): Promise<ProviderCall[]> {
    return tx.query(OF_JOBS, [JSON.stringify(jobIds)]);
  }

  /** Two open ones of a job can't exist: a unique index says so. */
  async begin(tx: Tx, intent: Intent): Promise<ProviderCall> {
    const { jobId, teamId, provider, model, providerModel, keyId } = intent;
    const [begun] = await tx.query<ProviderCall[]>(
      `insert into provider_calls (id, job_id, team_id, seq, provider, model, provider_model, key_id, own_key)
       select $1, $2, $3, coalesce(max(seq), 0) + 1, $4, $5, $6, $7::text, $7::text is not null from provider_calls where job_id = $2
       returning ${COLUMNS}`,
      [newId('providerCall'), jobId, teamId, provider, model, providerModel, keyId],
    );
    return begun!;
  }

  /** False when the call was closed meanwhile: nobody will ask for what the reference names. */
  async submitted(tx: Tx, id: string, ref: ExternalRef): Promise<boolean> {
    return (await returnedRows(tx, SUBMITTED, [id, JSON.stringify(ref)])).length === 1;
  }

  async succeeded(tx: Tx, id: string, costMicros: number | null): Promise<void> {
    await tx.query(SUCCEEDED, [id, costMicros]);
  }

  async failed(tx: Tx, id: string, error: ProviderError, costMicros: number | null = null): Promise<void> {
    const state = error.kind === 'outcome_unknown' ? 'unknown' : 'failed';
    await tx.query(
      `update provider_calls set state = $2, error = $3, cost_micros = $4, finished_at = now()
       where id = $1 and ${OPEN}`,
      [id, state, JSON.stringify(error), costMicros],
    );
  }

  /** Closes what is open, whose work may still run elsewhere; from then on the provider is owed a word. */
  abandon(tx: Tx, jobId: string): Promise<ProviderCall[]> {
    return returnedRows(
      tx,
      `update provider_calls set state = 'failed', error = $2, finished_at = now(), stop_owed_at = now()
       where job_id = $1 and ${OPEN} returning ${COLUMNS}`,
      [jobId, JSON.stringify({ message: 'The job was ended while this call was open.' })],
    );
  }

  /** Of a call that was abandoned before its reference was known. */
  async owesStop(tx: Tx, id: string, ref: ExternalRef): Promise<void> {
    await tx.query(
      `update provider_calls set ref = $2, submitted_at = coalesce(submitted_at, now()), stop_owed_at = now() where id = $1`,
      [id, JSON.stringify(ref)],
    );
  }

  async stopped(tx: Tx, id: string): Promise<void> {
    await tx.query(`update provider_calls set stop_owed_at = null where id = $1`, [id]);
  }

  /** Providers quote prompts in their errors, and what they made stands behind their references. */
  async eraseOf(tx: Tx, jobIds: string[]): Promise<void> {
    await tx.query(
      `update provider_calls set ref = null, stop_owed_at = null,
              error = case when error is not null then json_build_object('kind', error->'kind',
                'retryable', error->'retryable', 'message', 'Erased.') end
       where job_id = any($1)`,
      [jobIds],
    );
  }
}
