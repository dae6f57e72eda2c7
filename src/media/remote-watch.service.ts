import { Inject, Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { ExternalRef, ProviderError, RemoteState } from '../providers/provider.types.js';
import { type Attempt, memoryOf } from './attempt.types.js';
import { Conclusion } from './conclusion.service.js';
import { askAgainAfterMs } from './poll-pace.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

/** For answers that only the operator can change, such as to a key that was replaced. */
const MOST_REFUSALS = 12;

/** What was accepted a moment ago may not have come to the server that is asked. */
const MOST_DENIALS = 4;

const LOST: ProviderError = {
  kind: 'outcome_unknown',
  retryable: false,
  message: 'The provider accepted the work and knows nothing of it any more.',
};

const LOST_FOR_FREE: ProviderError = {
  kind: 'transient',
  retryable: true,
  message: 'The provider lost the work.',
};

/** Looks how far work is that a provider has accepted. A question that is not answered says nothing about the work. */
@Injectable()
export class RemoteWatch {
  constructor(
    private readonly conclusion: Conclusion,
    private readonly unknown: UnknownOutcome,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'jobs'>,
  ) {}

  async look(attempt: Attempt, ref: ExternalRef): Promise<StepOutcome> {
    const { provider, context } = attempt;
    let remote: RemoteState;
    try {
      remote = await provider.poll(ref, context);
    } catch (error) {
      if (context.signal.aborted) throw error;
      return this.unanswered(attempt, provider.classify(error));
    }
    return remote.state === 'lost' ? this.lost(attempt) : this.conclusion.of(attempt, remote);
  }

  private unanswered(
    attempt: Attempt,
    { kind, retryAfterMs, message }: ProviderError,
  ): Promise<StepOutcome> | StepOutcome {
    if (kind === 'not_found') return this.lost(attempt);
    const isPassing = ['transient', 'rate_limited', 'outcome_unknown'].includes(kind);
    const memory = memoryOf(attempt.job);
    const unasked = (memory.unasked ?? 0) + 1;
    if (!isPassing && unasked >= MOST_REFUSALS)
      return this.conclusion.failed(attempt, { kind: 'permanent', retryable: false, message });
    return {
      word: 'wait',
      afterMs: askAgainAfterMs(unasked, { retryAfterMs, ...this.config.jobs }),
      memory: { ...memory, unasked },
    };
  }

  private lost(attempt: Attempt): Promise<StepOutcome> | StepOutcome {
    if (attempt.provider.capabilities().idempotentSubmit)
      return this.conclusion.failed(attempt, LOST_FOR_FREE);
    const memory = memoryOf(attempt.job);
    const denied = (memory.denied ?? 0) + 1;
    if (denied >= MOST_DENIALS) return this.unknown.giveUp(attempt, LOST);
    const afterMs = askAgainAfterMs(denied, this.config.jobs);
    return { word: 'wait', afterMs, memory: { ...memory, denied } };
  }
}
