import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import { toRestStatus } from '../dialects/rest.words.js';
import { stillOpen } from '../jobs.errors.js';
import { isTerminal } from '../job.types.js';
import { EndedJobs } from '../reading/ended-jobs.service.js';
import { JobsService } from '../reading/jobs.service.js';
import { type Erased, ErasureWriter } from './erasure-writer.js';

/** Forgets what ended jobs were about: prompt, input, output, files. What they cost stays. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: JobsService,
    private readonly writer: ErasureWriter,
    private readonly ended: EndedJobs,
    private readonly audit: AuditService,
  ) {}

  /** Doing it again is no error: the first answer may have been lost. */
  async erase({ teamId, tokenId, requestId }: Actor, id: string): Promise<void> {
    const erased = await this.transactions.forTeam(teamId, async (tx) => {
      const job = await this.jobs.find(tx, id);
      if (!isTerminal(job.state)) throw stillOpen(toRestStatus(job.state));
      const erasure = await this.writer.erase(tx, [id]);
      if (erasure.jobs.length > 0) {
        await this.audit.record(tx, { teamId, actor: tokenId, action: 'job.erased', subject: id, requestId });
      }
      return erasure;
    });
    await this.conclude(erased);
  }

  async eraseAll(teamId: string, jobIds: string[]): Promise<void> {
    await this.conclude(await this.transactions.forTeam(teamId, (tx) => this.writer.erase(tx, jobIds)));
  }

  private async conclude({ jobs, afterCommit }: Erased): Promise<void> {
    for (const { id } of jobs) this.ended.evict(id);
    await afterCommit();
  }
}
