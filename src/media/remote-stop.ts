import { Injectable } from '@nestjs/common';
import type { JobRecord } from '../jobs/job.types.js';
import { SECOND_MS } from '../platform/clock.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import type { ProviderErrorKind } from '../providers/provider.types.js';
import { ProvidersService } from '../providers/providers.service.js';
import { CallBook } from './call-book.service.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import type { ProviderCall } from './provider-calls.repository.js';

const MS_TO_CANCEL = 30 * SECOND_MS;

/** How providers refuse to stop what has ended: the same word tomorrow as today. */
const NOTHING_TO_STOP = new Set<ProviderErrorKind>(['invalid_input', 'permanent']);

/** Closes the call of a job that has ended otherwise, and asks the provider to stop what it may still be doing. */
@Injectable()
export class RemoteStop {
  constructor(
    private readonly book: CallBook,
    private readonly providers: ProvidersService,
    private readonly accounts: ProviderAccounts,
    private readonly folders: WorkFolders,
  ) {}

  async stop(job: Pick<JobRecord, 'id' | 'teamId'>): Promise<void> {
    for (const call of await this.book.abandon(job)) await this.tell(job.teamId, call);
  }

  /** What was never submitted, or by whom is not known, has nothing to stop; a late callback may still name it. */
  async tell(teamId: string, call: Pick<ProviderCall, 'id' | 'provider' | 'ref' | 'keyId'>): Promise<void> {
    const { ref } = call;
    const key = await this.accounts.keyOf(teamId, call);
    // With a key that nobody can read any more nobody can be told either.
    if (ref && key !== null) {
      const provider = this.providers.provider(call.provider);
      await this.folders.lazily(async (workFolder) => {
        const context = { workFolder, signal: AbortSignal.timeout(MS_TO_CANCEL), key };
        await provider.cancel?.(ref, context).catch((error: unknown) => {
          if (!NOTHING_TO_STOP.has(provider.classify(error).kind)) throw error;
        });
      });
    }
    await this.book.stopped(teamId, call.id);
  }
}
