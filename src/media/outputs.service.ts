import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import { MINUTE_MS } from '../platform/clock.js';
import { EgressClient } from '../platform/egress/egress-client.js';
import type { ProviderOutput } from '../providers/provider.types.js';
import type { Attempt } from './attempt.types.js';

const MOST_BYTES = 2 * 1024 ** 3;
const TIMEOUT_MS = 10 * MINUTE_MS;
const REDIRECTS = 3;

/** Brings what a provider has made into the store, streamed and judged by its content. */
@Injectable()
export class Outputs {
  constructor(
    private readonly assets: AssetsService,
    private readonly egress: EgressClient,
  ) {}

  /** One after the other, so that a job with many large files needs the room of one. */
  async store(attempt: Attempt, outputs: ProviderOutput[]): Promise<NewAsset[]> {
    const stored: NewAsset[] = [];
    for (const [index, output] of outputs.entries()) {
      const taken = 'file' in output ? output : { file: await this.fetch(attempt, output.url, index) };
      stored.push(await this.take(attempt, taken));
    }
    return stored;
  }

  private async fetch({ provider, context }: Attempt, url: string, index: number): Promise<string> {
    const file = path.join(context.workFolder, `output-${index}`);
    const limits = { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS };
    if (provider.fetchOwn && provider.isOwnAddress?.(url))
      await provider.fetchOwn(url, { file, ...limits }, context);
    else await this.egress.download(url, file, { ...limits, redirects: REDIRECTS, signal: context.signal });
    return file;
  }

  private take({ job }: Attempt, { file, poster }: { file: string; poster?: string }): Promise<NewAsset> {
    return this.assets.intake(file, {
      teamId: job.teamId,
      jobId: job.id,
      origin: 'output',
      poster,
      filenameBase: job.id,
    });
  }
}
