import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { PresentableAsset } from '../assets/assets.types.js';
import type { JobHandler, StepContext, StepOutcome } from '../jobs/job-handler.types.js';
import { JobHandlers } from '../jobs/job-handlers.service.js';
import type { JobRecord } from '../jobs/job.types.js';
import type { Tx } from '../platform/database/transactions.js';
import { ProviderCallsRepository } from './provider-calls.repository.js';
import { RemoteStop } from './remote-stop.js';
import { RenderStep } from './render-step.js';

/** Media as the job engine sees it. */
@Injectable()
export class MediaHandler implements JobHandler, OnModuleInit {
  readonly kinds = ['media.image', 'media.video', 'media.audio', 'media.3d'] as const;

  constructor(
    private readonly handlers: JobHandlers,
    private readonly rendering: RenderStep,
    private readonly remote: RemoteStop,
    private readonly assets: AssetsService,
    private readonly calls: ProviderCallsRepository,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this);
  }

  step(job: JobRecord, context: StepContext): Promise<StepOutcome> {
    return this.rendering.take(job, context);
  }

  cancel(job: JobRecord): Promise<void> {
    return this.remote.stop(job);
  }

  async erase(tx: Tx, jobIds: string[]): Promise<() => Promise<void>> {
    const files = await this.assets.deleteOfJobs(tx, jobIds);
    await this.calls.eraseOf(tx, jobIds);
    return () => this.assets.releaseBytes(files);
  }

  present(job: JobRecord, linkTtlMs: number): unknown[] {
    const outputs = (job.output ?? []) as PresentableAsset[];
    return outputs.map((asset) => this.assets.present(asset, linkTtlMs));
  }
}
