import { Inject, Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import { MINUTE_MS, SECOND_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { ProviderError } from '../providers/provider.types.js';
import type { Attempt } from './attempt.types.js';
import { CallBook } from './call-book.service.js';
import { CallbackLinks } from './callbacks/callback-links.service.js';
import { Conclusion } from './conclusion.service.js';

const LISTEN_EVERY_MS = 15 * SECOND_MS;
/** Lists of providers may lag behind what they have accepted. */
const LISTS_ARE_WHOLE_AFTER_MS = MINUTE_MS;

const UNKNOWN: ProviderError = {
  kind: 'outcome_unknown',
  retryable: false,
  message: 'The provider never answered whether it accepted the work, so it was not asked a second time.',
};

const NEVER_ACCEPTED: ProviderError = {
  kind: 'transient',
  retryable: true,
  message: 'The provider had not received the work.',
};

/** For a submission that was not answered: found again where that is possible, and never blindly repeated. */
@Injectable()
export class UnknownOutcome {
  constructor(
    private readonly book: CallBook,
    private readonly links: CallbackLinks,
    private readonly conclusion: Conclusion,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>,
  ) {}

  async resolve(attempt: Attempt): Promise<StepOutcome> {
    const { provider } = attempt;
    const hasLink = this.links.areSentTo(provider);
    if (provider.find && (hasLink || !provider.capabilities().findsByCallbackUrl))
      return this.lookFor(attempt);
    return hasLink ? this.listen(attempt) : this.giveUp(attempt, UNKNOWN);
  }

  /** The operator may prefer to pay twice rather than to fail, but for no team; the next step then finds no open call and one try left. */
  async giveUp(attempt: Attempt, error: ProviderError): Promise<StepOutcome> {
    const { job, call, provider } = attempt;
    const resubmits = (this.config.providers.resubmitUnknown as string[]).includes(provider.id);
    if (!resubmits || call.keyId !== null) return this.conclusion.failed(attempt, error);
    await this.book.failed(job.teamId, call.id, error);
    return { word: 'wait', afterMs: 0, memory: {} };
  }

  private async lookFor(attempt: Attempt): Promise<StepOutcome> {
    const { job, call, provider, context } = attempt;
    const sought = { attemptId: call.id, model: call.providerModel ?? '' };
    const found = await provider.find!(sought, context).catch(() => undefined);
    if (found) {
      await this.book.submitted(job.teamId, call.id, found);
      return { word: 'wait', afterMs: 0, memory: {} };
    }
    const isCertain = provider.capabilities().idempotentSubmit || call.ageMs > LISTS_ARE_WHOLE_AFTER_MS;
    if (found === null && isCertain) return this.conclusion.failed(attempt, NEVER_ACCEPTED);
    return this.listen(attempt);
  }

  private async listen(attempt: Attempt): Promise<StepOutcome> {
    const restMs = this.config.providers.patienceMs - attempt.call.ageMs;
    if (restMs <= 0) return this.giveUp(attempt, UNKNOWN);
    return { word: 'wait', afterMs: Math.min(LISTEN_EVERY_MS, restMs) };
  }
}
