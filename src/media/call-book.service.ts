import { Injectable } from '@nestjs/common';
import type { JobRecord } from '../jobs/job.types.js';
import type { StepContext } from '../jobs/job-handler.types.js';
import { HOUR_MS, pause, SECOND_MS } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { isDatabaseUnavailable } from '../platform/http/database-unavailable.js';
import { SharedTurns } from '../platform/shared-turns.js';
import { OwnKeys } from '../providers/keys/own-keys.service.js';
import type { ExternalRef, ProviderError } from '../providers/provider.types.js';
import type { ChosenAccount } from './provider-accounts.service.js';
import { type ProviderCall, ProviderCallsRepository } from './provider-calls.repository.js';

const MOST_READINGS = 200;
const LONGEST_OUTAGE_MS = HOUR_MS;

type Owned = Pick<JobRecord, 'id' | 'teamId'>;

/** What is written of calls while a step is under way, each in a transaction of its own. */
@Injectable()
export class CallBook {
  private readonly readings = new SharedTurns<string, ProviderCall[]>({
    most: MOST_READINGS,
    serve: (teamId, jobIds) => this.callsOfSome(teamId, jobIds),
  });

  constructor(
    private readonly transactions: Transactions,
    private readonly calls: ProviderCallsRepository,
    private readonly keys: OwnKeys,
  ) {}

  /** Each look at a job begins with this, and many are looked at once: what a team's jobs ask for is read together. */
  callsOf({ id, teamId }: Owned): Promise<ProviderCall[]> {
    return this.readings.ask(teamId, id);
  }

  /** Null when the claim is lost: a worker that slept through its lease must not begin a second call. */
  begin(job: JobRecord, step: StepContext, { offer, keyId }: ChosenAccount): Promise<ProviderCall | null> {
    const { provider, providerModel } = offer;
    return this.transactions.forTeam(job.teamId, async (tx) => {
      if (!(await step.assign(tx, provider))) return null;
      const { id: jobId, teamId } = job;
      if (keyId !== null) await this.keys.use(tx, keyId);
      return this.calls.begin(tx, { jobId, teamId, model: job.model!, provider, providerModel, keyId });
    });
  }

  /**
   * Accepted and to be paid for: what says so must be stored, however long the database is away. Also when the claim on the
   * job has run out meanwhile, for whoever has it by then knows nothing of the reference.
   */
  async submitted(teamId: string, callId: string, ref: ExternalRef): Promise<boolean> {
    const givenUpAt = performance.now() + LONGEST_OUTAGE_MS;
    for (;;) {
      try {
        return await this.transactions.forTeam(teamId, (tx) => this.calls.submitted(tx, callId, ref));
      } catch (error) {
        if (performance.now() > givenUpAt || !isDatabaseUnavailable(error)) throw error;
        await pause(SECOND_MS / 2);
      }
    }
  }

  failed(teamId: string, callId: string, error: ProviderError): Promise<void> {
    return this.transactions.forTeam(teamId, (tx) => this.calls.failed(tx, callId, error));
  }

  abandon({ id, teamId }: Owned): Promise<ProviderCall[]> {
    return this.transactions.forTeam(teamId, (tx) => this.calls.abandon(tx, id));
  }

  owesStop(teamId: string, callId: string, ref: ExternalRef): Promise<void> {
    return this.transactions.forTeam(teamId, (tx) => this.calls.owesStop(tx, callId, ref));
  }

  stopped(teamId: string, callId: string): Promise<void> {
    return this.transactions.forTeam(teamId, (tx) => this.calls.stopped(tx, callId));
  }

  private async callsOfSome(teamId: string, jobIds: string[]): Promise<ProviderCall[][]> {
    const calls = await this.transactions.forTeam(teamId, (tx) => this.calls.ofJobs(tx, jobIds));
    return jobIds.map((id) => calls.filter(({ jobId }) => jobId === id));
  }
}
