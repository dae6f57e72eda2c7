import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import { DomainError } from '../platform/errors.js';
import type { Attempt, ProviderStep } from './attempt.types.js';
import { type Beginning, CallBook } from './call-book.service.js';
import { RemoteWatch } from './remote-watch.service.js';
import { Submitting } from './submitting.service.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

/** What is done with a call that is begun, or open from before. */
@Injectable()
export class RenderWork {
  constructor(
    private readonly book: CallBook,
    private readonly submitting: Submitting,
    private readonly watch: RemoteWatch,
    private readonly unknown: UnknownOutcome,
  ) {}

  /** What takes its time comes first: once the intent is written, a crash leaves it unknown what was sent. */
  async begin(place: ProviderStep, { offer, ownKey }: Beginning): Promise<StepOutcome> {
    const prepared = await this.submitting.prepare(place, offer);
    const call = await this.book.begin(place.job, place.step, { offer, ownKey });
    if (!call) throw new DomainError('unavailable', 'The claim on the job was lost.');
    return this.submitting.submit({ ...place, call }, prepared);
  }

  /** An intent from before a crash may have been sent; only where twice is once may it be sent again. */
  async resume(attempt: Attempt): Promise<StepOutcome> {
    const { call, provider } = attempt;
    if (call.ref) return this.watch.look(attempt, call.ref);
    return provider.capabilities().idempotentSubmit
      ? this.submitting.submit(attempt, await this.submitting.prepare(attempt, call))
      : this.unknown.resolve(attempt);
  }
}
