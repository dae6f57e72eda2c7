import { Injectable } from '@nestjs/common';
import { newId } from '../platform/ids.js';
import { returnedRows } from '../platform/database/returned-rows.js';
import type { Tx } from '../platform/database/transactions.js';
import type { ExternalRef, ProviderError } from '../providers/provider.types.js';

export interface ProviderCall {
  id: string;
  seq: number;
  state: 'intent' | 'submitted';
  ref: ExternalRef | null;
}

interface CallOf {
  jobId: string;
  teamId: string;
  provider: string;
  model: string;
}

/** Every call to a provider is written down before it is made: after a crash the row says what may have happened. */
@Injectable()
export class ProviderCallsRepository {
  /** The call that is open, from before a crash, or a new intent. Two open ones can't exist: a unique index says so. */
  async openOrBegin(tx: Tx, call: CallOf): Promise<{ call: ProviderCall; resumed: boolean }> {
    const [open] = await tx.query<ProviderCall[]>(
      `select id, seq, state, ref from provider_calls where job_id = $1 and state in ('intent', 'submitted')`,
      [call.jobId],
    );
    if (open) return { call: open, resumed: true };
    const [begun] = await tx.query<ProviderCall[]>(
      `insert into provider_calls (id, job_id, team_id, seq, provider, model)
       select $1, $2, $3, coalesce(max(seq), 0) + 1, $4, $5 from provider_calls where job_id = $2
       returning id, seq, state, ref`,
      [newId('providerCall'), call.jobId, call.teamId, call.provider, call.model],
    );
    return { call: begun!, resumed: false };
  }

  async submitted(tx: Tx, id: string, ref: ExternalRef): Promise<void> {
    await tx.query(
      `update provider_calls set state = 'submitted', ref = $2, submitted_at = now() where id = $1 and state = 'intent'`,
      [id, JSON.stringify(ref)],
    );
  }

  async succeeded(tx: Tx, id: string, costMicros: number | null): Promise<void> {
    await tx.query(
      `update provider_calls set state = 'succeeded', cost_micros = $2, finished_at = now() where id = $1`,
      [id, costMicros],
    );
  }

  /** Answers the call that was open, if any: what it started may still run elsewhere. */
  async abandon(tx: Tx, jobId: string): Promise<ProviderCall | undefined> {
    const [call] = await returnedRows<ProviderCall>(
      tx,
      `update provider_calls set state = 'failed', error = $2, finished_at = now()
       where job_id = $1 and state in ('intent', 'submitted') returning id, seq, state, ref`,
      [jobId, JSON.stringify({ message: 'The job was ended while this call was open.' })],
    );
    return call;
  }

  /** Providers quote prompts in their errors, and what they made stands behind their references. */
  async eraseOf(tx: Tx, jobIds: string[]): Promise<void> {
    await tx.query(
      `update provider_calls set ref = null,
              error = case when error is not null then json_build_object('kind', error->'kind',
                'retryable', error->'retryable', 'message', 'Erased.') end
       where job_id = any($1)`,
      [jobIds],
    );
  }

  async failed(tx: Tx, id: string, error: ProviderError): Promise<void> {
    const state = error.kind === 'outcome_unknown' ? 'unknown' : 'failed';
    await tx.query(`update provider_calls set state = $2, error = $3, finished_at = now() where id = $1`, [
      id,
      state,
      JSON.stringify(error),
    ]);
  }
}
