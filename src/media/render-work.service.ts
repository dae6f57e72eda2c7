import { Injectable } from '@nestjs/common';
import type { StepOutcome } from '../jobs/job-handler.types.js';
import type { Attempt } from './attempt.types.js';
import { Conclusion } from './conclusion.service.js';
import { KEY_LOST } from './own-key-errors.js';
import { RemoteWatch } from './remote-watch.service.js';
import { Submitting } from './submitting.service.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

/** What is done with an open call. */
@Injectable()
export class RenderWork {
  constructor(
    private readonly submitting: Submitting,
    private readonly watch: RemoteWatch,
    private readonly unknown: UnknownOutcome,
    private readonly conclusion: Conclusion,
  ) {}

  begin(attempt: Attempt): Promise<StepOutcome> {
    return this.submitting.submit(attempt);
  }

  /** An intent from before a crash may have been sent; only where twice is once may it be sent again. */
  resume(attempt: Attempt): Promise<StepOutcome> {
    const { call, provider } = attempt;
    if (call.ref) return this.watch.look(attempt, call.ref);
    return provider.capabilities().idempotentSubmit
      ? this.submitting.submit(attempt)
      : this.unknown.resolve(attempt);
  }

  /** Asking with another key than it was submitted with would be asking of another account. */
  withoutKey(attempt: Attempt): Promise<StepOutcome> {
    return Promise.resolve(this.conclusion.failed(attempt, KEY_LOST));
  }
}
