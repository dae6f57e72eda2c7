import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import { MINUTE_MS } from '../platform/clock.js';
import { EgressClient } from '../platform/egress/egress-client.js';
import { EgressError } from '../platform/egress/egress-error.js';
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

  /** The key goes with the question as far as the provider's own servers, and no further. */
  private async fetch({ provider, context }: Attempt, url: string, index: number): Promise<string> {
    const file = path.join(await context.workFolder(), `output-${index}`);
    const limits = { maxBytes: MOST_BYTES, timeoutMs: TIMEOUT_MS };
    let address = url;
    for (let followed = 0; provider.fetchOwn && provider.isOwnAddress?.(address); followed++) {
      if (followed > REDIRECTS)
        throw new EgressError('too_many_redirects', `The address redirects more than ${REDIRECTS} times.`);
      const elsewhere = await provider.fetchOwn(address, { file, ...limits }, context);
      if (elsewhere === null) return file;
      address = elsewhere;
    }
    await this.egress.download(address, file, { ...limits, redirects: REDIRECTS, signal: context.signal });
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
