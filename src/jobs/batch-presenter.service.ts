import { Inject, Injectable } from '@nestjs/common';
import type { NewEvent } from '../events/events.types.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { type SignedLink, SignedLinks } from '../platform/http/signed-links.js';
import { toRestBatch } from './dialects/rest.dialect.js';
import type { BatchView } from './jobs.dto.js';
import type { BatchRecord } from './job.types.js';

/** A batch as callers see it, with the link to its manifest. */
@Injectable()
export class BatchPresenter {
  constructor(
    private readonly links: SignedLinks,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  forAnswer(batch: BatchRecord, running: number): BatchView {
    return { ...toRestBatch(batch, running), manifest: this.manifest(batch, this.config.links.answerTtlMs) };
  }

  completedEvent(batch: BatchRecord): NewEvent {
    return {
      type: 'batch.completed',
      subject: batch.id,
      data: { ...toRestBatch(batch, 0), manifest: this.manifest(batch, this.config.links.eventTtlMs) },
      webhookUrl: batch.webhookUrl,
      requestId: batch.requestId,
    };
  }

  private manifest(batch: BatchRecord, ttlMs: number): SignedLink {
    return this.links.sign(manifestPath(batch.id), ttlMs);
  }
}

export function manifestPath(batchId: string): string {
  return `/v1/batches/${batchId}/manifest.jsonl`;
}
