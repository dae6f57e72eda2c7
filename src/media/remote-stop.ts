import { Injectable } from '@nestjs/common';
import type { JobRecord } from '../jobs/job.types.js';
import { SECOND_MS } from '../platform/clock.js';
import { Transactions } from '../platform/database/transactions.js';
import { WorkFolders } from '../platform/storage/work-folders.js';
import { ProvidersService } from '../providers/providers.service.js';
import { ProviderCallsRepository } from './provider-calls.repository.js';

const MS_TO_CANCEL = 30 * SECOND_MS;

/** Closes the call of a job that has ended otherwise, and asks the provider to stop what it may still be doing. */
@Injectable()
export class RemoteStop {
  constructor(
    private readonly transactions: Transactions,
    private readonly calls: ProviderCallsRepository,
    private readonly providers: ProvidersService,
    private readonly folders: WorkFolders,
  ) {}

  async stop(job: JobRecord): Promise<void> {
    const call = await this.transactions.forTeam(job.teamId, (tx) => this.calls.abandon(tx, job.id));
    const ref = call?.ref;
    if (!ref) return;
    const provider = this.providers.provider(job.provider!);
    await this.folders.during(async (workFolder) => {
      await provider.cancel?.(ref, { workFolder, signal: AbortSignal.timeout(MS_TO_CANCEL) });
    });
  }
}
