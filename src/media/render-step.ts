import { Injectable } from '@nestjs/common';
import type { StepContext, StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { DomainError } from '../platform/errors.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type { Provider } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { CallBook } from './call-book.service.js';
import type { Attempt } from './attempt.types.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import type { ProviderCall } from './provider-calls.repository.js';
import { RenderWork } from './render-work.service.js';

interface OpenCall {
  job: JobRecord;
  step: StepContext;
  call: ProviderCall;
  /** As `ProviderAccounts.keyOf` tells it. */
  key: string | undefined | null;
}

/** One step of a media job: go on with the call that is open, or begin one with the next provider. */
@Injectable()
export class RenderStep {
  constructor(
    private readonly book: CallBook,
    private readonly accounts: ProviderAccounts,
    private readonly providers: ProvidersService,
    private readonly folders: WorkFolders,
    private readonly work: RenderWork,
  ) {}

  async take(job: JobRecord, step: StepContext): Promise<StepOutcome> {
    const calls = await this.book.callsOf(job);
    const open = calls.find(isOpen);
    if (open) {
      const key = await this.accounts.keyOf(job.teamId, open);
      return this.during({ job, step, call: open, key }, (attempt) => this.work.resume(attempt));
    }
    return this.accounts.withNext(job, calls, async (account) => {
      // Before the intent is written: what fails between it and the submission leaves it unknown what was sent.
      const key = await this.accounts.keyOf(job.teamId, account);
      const call = await this.book.begin(job, step, account);
      if (!call) throw new DomainError('unavailable', 'The claim on the job was lost.');
      return this.during({ job, step, call, key }, (attempt) => this.work.begin(attempt));
    });
  }

  private during(
    { job, step, call, key }: OpenCall,
    work: (attempt: Attempt) => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    const provider = this.providers.provider(call.provider);
    return this.folders.during((workFolder) => {
      const context = { signal: stopSignal(provider, step), workFolder, key: key ?? undefined };
      const attempt = { job, step, call, provider, context };
      return key === null ? this.work.withoutKey(attempt) : work(attempt);
    });
  }
}

function isOpen({ state }: ProviderCall): boolean {
  return state === 'intent' || state === 'submitted';
}

/** What can be sent again at no cost stops at once when the process wants to go; the rest is let finish. */
function stopSignal(provider: Provider, { signal, handover }: StepContext): AbortSignal {
  return provider.capabilities().idempotentSubmit ? AbortSignal.any([signal, handover]) : signal;
}
