import { Injectable } from '@nestjs/common';
import type { StepContext, StepOutcome } from '../jobs/job-handler.types.js';
import type { JobRecord } from '../jobs/job.types.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type { Provider } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { CallBook } from './call-book.service.js';
import type { ProviderStep } from './attempt.types.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import type { ProviderCall } from './provider-calls.repository.js';
import { RenderWork } from './render-work.service.js';

/** With whom, by which key, and in the course of which call. */
interface Used {
  provider: string;
  keyId: string | null;
  call?: ProviderCall;
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
    const call = calls.find(isOpen);
    if (call) {
      const { provider, keyId } = call;
      return this.during(job, step, { provider, keyId, call }, (place) =>
        this.work.resume({ ...place, call }),
      );
    }
    return this.accounts.withNext(job, calls, (account) => {
      const { offer, keyId } = account;
      const { provider } = offer;
      return this.during(job, step, { provider, keyId }, (place) => this.work.begin(place, account));
    });
  }

  private async during(
    job: JobRecord,
    step: StepContext,
    { provider: id, keyId, call }: Used,
    work: (place: ProviderStep) => Promise<StepOutcome>,
  ): Promise<StepOutcome> {
    const provider = this.providers.provider(id);
    const key = await this.accounts.keyOf(job.teamId, { keyId });
    if (key === null) return this.work.withoutKey(call);
    return this.folders.during((workFolder) =>
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
