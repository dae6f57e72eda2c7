import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import { SECOND_MS } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import { type Attempt, memoryOf, type ProviderStep } from './attempt.types.js';
import { CallBook } from './call-book.service.js';
import { Conclusion } from './conclusion.service.js';
import { KEY_LOST } from './own-key-errors.js';
import type { ChosenAccount } from './provider-accounts.service.js';
import { RemoteWatch } from './remote-watch.service.js';
import { Submitting } from './submitting.service.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

const MS_TO_BE_HEARD_OF = 5 * SECOND_MS;

/** What is done with a call that is begun, or open from before. */
@Injectable()
export class RenderWork {
  constructor(
    private readonly book: CallBook,
    private readonly submitting: Submitting,
    private readonly watch: RemoteWatch,
    private readonly unknown: UnknownOutcome,
    private readonly conclusion: Conclusion,
  ) {}

  /** What takes its time comes first: once the intent is written, a crash leaves it unknown what was sent. */
  async begin(place: ProviderStep, account: ChosenAccount): Promise<StepOutcome> {
    const prepared = await this.submitting.prepare(place, account.offer);
    const call = await this.book.begin(place.job, place.step, account);
    if (!call) throw new DomainError('unavailable', 'The claim on the job was lost.');
    return this.submitting.submit({ ...place, call }, prepared);
  }

  /** An intent from before a crash may have been sent; only where twice is once may it be sent again. */
  async resume(attempt: Attempt): Promise<StepOutcome> {
    const { call, provider } = attempt;
    if (call.ref) return this.watch.look(attempt, call.ref);
    if (provider.capabilities().idempotentSubmit)
      return this.submitting.submit(attempt, await this.submitting.prepare(attempt, call));
    // Whoever sent it may be alive and have lost nothing but the database, which it tries again all the time.
    if (memoryOf(attempt.job).waitedFor === call.id) return this.unknown.resolve(attempt);
    return { word: 'wait', afterMs: MS_TO_BE_HEARD_OF, memory: { waitedFor: call.id } };
  }

  /** Asking with another key than it was submitted with would be asking of another account. */
  withoutKey(attempt: Attempt): StepOutcome {
    return this.conclusion.failed(attempt, KEY_LOST);
  }
}
