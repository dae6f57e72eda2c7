import { Inject, Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { together } from '../platform/database/together.js';
import type { ProviderCost, ProviderError, RemoteState } from '../providers/provider.types.js';
import { type Attempt, memoryOf } from './attempt.types.js';
import { CallbackLinks } from './callbacks/callback-links.service.js';
import { fetchFailure } from './fetch-failure.js';
import type { MediaInput } from './media-input.js';
import { Outputs } from './outputs.service.js';
import { askAgainAfterMs, pollAfterMs } from './poll-pace.js';
import { type ProviderCall, ProviderCallsRepository } from './provider-calls.repository.js';
import { failureOutcome } from './provider-failure.js';

const MOST_FETCHES = 5;

const NOTHING_MADE: ProviderError = {
  kind: 'permanent',
  retryable: false,
  message: 'The provider said that it was done and had made nothing.',
};

const CANCELED_THERE: ProviderError = {
  kind: 'permanent',
  retryable: false,
  message: 'The provider canceled the work.',
};

/** What the state of the work at the provider means for the job. */
@Injectable()
export class Conclusion {
  constructor(
    private readonly outputs: Outputs,
    private readonly assets: AssetsService,
    private readonly calls: ProviderCallsRepository,
    private readonly links: CallbackLinks,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'jobs'>,
  ) {}

  async of(attempt: Attempt, remote: Exclude<RemoteState, { state: 'lost' }>): Promise<StepOutcome> {
    switch (remote.state) {
      case 'queued':
        return this.later(attempt);
      case 'running':
        if (remote.progress !== undefined) attempt.step.progress(remote.progress);
        return this.later(attempt);
      case 'succeeded':
        return this.take(attempt, { ...remote, cost: credible(remote.cost) });
      case 'failed':
        return this.failed(attempt, remote.error, credible(remote.cost));
      case 'canceled':
        return this.failed(attempt, CANCELED_THERE);
    }
  }

  failed({ call }: Pick<Attempt, 'call'>, error: ProviderError, cost?: ProviderCost): StepOutcome {
    return failureOutcome(error, {
      costMicros: operatorsCost(call, cost),
      commit: (tx) => this.calls.failed(tx, call.id, error, cost?.amountMicros),
    });
  }

  later({ call, provider }: Attempt): Extract<StepOutcome, { word: 'wait' }> {
    const afterMs = pollAfterMs(call.ageMs, provider.capabilities(), this.links.areSentTo(provider));
    return { word: 'wait', afterMs, memory: {} };
  }

  private async take(
    attempt: Attempt,
    { outputs, cost }: RemoteState & { state: 'succeeded' },
  ): Promise<StepOutcome> {
    if (outputs.length === 0) return this.failed(attempt, NOTHING_MADE, cost);
    try {
      return this.done(attempt, await this.outputs.store(attempt, outputs), cost);
    } catch (error) {
      const failure = attempt.context.signal.aborted ? null : fetchFailure(error);
      if (!failure) throw error;
      return failure.passing
        ? this.fetchAgain(attempt, failure.reason, cost)
        : this.failed(attempt, failure.reason, cost);
    }
  }

  /** It is made and to be paid for: the call stays open, and the next look may bring addresses that work. */
  private fetchAgain(attempt: Attempt, reason: ProviderError, cost?: ProviderCost): StepOutcome {
    const unfetched = (memoryOf(attempt.job).unfetched ?? 0) + 1;
    if (!attempt.call.ref || unfetched >= MOST_FETCHES) return this.failed(attempt, reason, cost);
    return { word: 'wait', afterMs: askAgainAfterMs(unfetched, this.config.jobs), memory: { unfetched } };
  }

  private done({ job, call }: Attempt, assets: NewAsset[], cost: ProviderCost | undefined): StepOutcome {
    return {
      word: 'done',
      output: assets,
      refundCredits: creditsForMissing(job, assets.length),
      costMicros: operatorsCost(call, cost),
      note: { type: 'stored', facts: { outputs: assets.length } },
      commit: async (tx) => {
        await together(
          this.assets.record(tx, assets),
          this.calls.succeeded(tx, call.id, cost?.amountMicros ?? null),
        );
      },
    };
  }
}

/** What a provider tells of money must not keep a job from its end. */
function credible(cost: ProviderCost | undefined): ProviderCost | undefined {
  return cost && Number.isSafeInteger(cost.amountMicros) && cost.amountMicros >= 0 ? cost : undefined;
}

/** Work on a team's own account is paid for by the team. */
function operatorsCost({ keyId }: ProviderCall, cost: ProviderCost | undefined): number | undefined {
  return keyId === null ? cost?.amountMicros : undefined;
}

/** The price is the same for each output, so what was not made goes back whole. */
function creditsForMissing(job: JobRecord, made: number): number {
  const { n } = job.input as MediaInput;
  return made >= n ? 0 : Math.floor((job.creditsCharged * (n - made)) / n);
}
