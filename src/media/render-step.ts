import { Injectable } from '@nestjs/common';
import type { StepContext, StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type { Provider } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { CallBook } from './call-book.service.js';
import type { ProviderStep } from './attempt.types.js';
import { keyUnreadable } from './own-key-errors.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import type { ProviderCall } from './provider-calls.repository.js';
import { failureOutcome } from './provider-failure.js';
import { RenderWork } from './render-work.service.js';

interface Place {
  job: JobRecord;
  step: StepContext;
  provider: string;
  /** The team's own. */
  key?: string;
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
      const account = { provider: open.provider, key: key ?? undefined };
      return this.during({ job, step, ...account }, async (place) => {
        const attempt = { ...place, call: open };
        return key === null ? this.work.withoutKey(attempt) : this.work.resume(attempt);
      });
    }
    return this.accounts.withNext(job, calls, async (account) => {
      const { provider } = account.offer;
      const key = await this.accounts.keyOf(job.teamId, account);
      if (key === null) return failureOutcome(keyUnreadable(provider));
      return this.during({ job, step, provider, key }, (place) => this.work.begin(place, account));
    });
  }

  private during(
    { job, step, provider: id, key }: Place,
    work: (place: ProviderStep) => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    const provider = this.providers.provider(id);
    return this.folders.lazily((workFolder) =>
      work({ job, step, provider, context: { signal: stopSignal(provider, step), workFolder, key } }),
    );
  }
}

function isOpen({ state }: ProviderCall): boolean {
  return state === 'intent' || state === 'submitted';
}

/** What can be sent again at no cost stops at once when the process wants to go; the rest is let finish. */
function stopSignal(provider: Provider, { signal, handover }: StepContext): AbortSignal {
  return provider.capabilities().idempotentSubmit ? AbortSignal.any([signal, handover]) : signal;
}
