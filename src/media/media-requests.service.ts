import { Injectable } from '@nestjs/common';
import type { JobRequest } from '../jobs/job-handler.types.js';
import { DomainError, invalid } from '../platform/errors.js';
import { EgressPolicy } from '../platform/egress/egress-policy.js';
import type { KeyedProviders } from '../providers/catalogue.types.js';
import { RenderingService } from '../providers/rendering.service.js';
import { type BatchFault, refusalOf } from './batch-refusal.js';
import type { BatchInput, JobInput } from './media.dto.js';
import { toMediaInput } from './media-input.js';

/** Turns what callers send into requests of the job engine, priced for a team with these keys of its own. A field that is null counts as left out. */
@Injectable()
export class MediaRequests {
  constructor(
    private readonly rendering: RenderingService,
    private readonly egress: EgressPolicy,
  ) {}

  one(job: JobInput, own: KeyedProviders): JobRequest {
    const order = {
      type: job.type,
      prompt: job.prompt,
      model: job.model ?? undefined,
      preset: job.preset ?? undefined,
      n: job.n ?? 1,
      input: job.input ?? {},
    };
    const { card, offer, requestedModel, renderRequest, ownKey, credits, etaSeconds, queue } =
      this.rendering.resolve(order, own);
    return {
      kind: `media.${job.type}`,
      queue,
      input: toMediaInput(renderRequest, { preset: job.preset, requestedModel, ownKey }),
      credits,
      etaSeconds,
      model: card.slug,
      provider: offer.provider,
      webhookUrl: this.webhookUrl(job),
      metadata: job.metadata,
      maxCredits: job.maxCredits ?? undefined,
      cancelAfterSeconds: job.cancelAfterSeconds,
    };
  }

  many({ jobs }: BatchInput, own: KeyedProviders): JobRequest[] {
    const faults: BatchFault[] = [];
    const requests = jobs.flatMap((job, index) => {
      try {
        return [this.one(job, own)];
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        faults.push({ index, error });
        return [];
      }
    });
    if (faults.length > 0) throw refusalOf(faults);
    return requests;
  }

  webhookUrl({
    webhookUrl,
    webhook_url: alias,
  }: Pick<JobInput, 'webhookUrl' | 'webhook_url'>): string | undefined {
    const [url, other] = [webhookUrl, alias].filter((named) => typeof named === 'string');
    if (other !== undefined && other !== url) {
      throw invalid([
        { path: 'webhook_url', message: 'differs from webhookUrl, of which it is another name' },
      ]);
    }
    return url === undefined
      ? undefined
      : this.egress.checkUrl(url, webhookUrl === url ? 'webhookUrl' : 'webhook_url').href;
  }
}
