import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import { FetchedFiles } from '../assets/fetched-files.service.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { DomainError, invalid } from '../platform/errors.js';
import { givesFilesByLink } from '../platform/http/files-by-link.js';
import { isId } from '../platform/ids.js';
import { refusalWhenFull } from '../platform/storage/disk-full.js';
import type { AssetField } from '../providers/catalogue.types.js';
import { CatalogueService } from '../providers/catalogue.service.js';
import type { RenderRequest } from '../providers/provider.types.js';
import { RenderingService } from '../providers/rendering.service.js';
import type { ProviderStep } from './attempt.types.js';
import { typeFaults } from './input-file-types.js';
import { type MediaInput, modelFields } from './media-input.js';
import type { ProviderCall } from './provider-calls.repository.js';

export type TakenOffer = Pick<ProviderCall, 'provider' | 'providerModel'>;

/** As much as providers take inside a request. */
const MAX_INLINE_BYTES = 8 * 1024 * 1024;

/** Makes the files that a job's input names readable for its provider, which knows no asset and no team. */
@Injectable()
export class InputFiles {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly rendering: RenderingService,
    private readonly assets: AssetsService,
    private readonly fetched: FetchedFiles,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  async requestFor(step: ProviderStep, offer: TakenOffer): Promise<RenderRequest> {
    const { job } = step;
    const { prompt, n } = job.input as MediaInput;
    const input = await this.fieldsFor(step);
    return this.rendering.requestFor(job.model!, offer, { prompt, n, input });
  }

  /** The model's fields with an address in place of each file. Throws DomainError for what is not there any more. */
  private async fieldsFor(step: ProviderStep): Promise<Record<string, unknown>> {
    const { job } = step;
    const fields = modelFields(job.input as MediaInput);
    const named = this.catalogue.assetFields(job.model!, fields);
    if (named.length === 0) return fields;
    const addresses = new Map<string, string>();
    for (const file of named) {
      if (!addresses.has(file.value))
        addresses.set(file.value, await this.addressOf(await this.assetOf(step, file), step));
    }
    return this.catalogue.withAssetFields(job.model!, fields, (value) => addresses.get(value)!);
  }

  private async assetOf(step: ProviderStep, field: AssetField): Promise<NewAsset> {
    const asset = await this.foundOrFetched(step, field);
    const faults = typeFaults({ ...field, path: `input.${field.path}` }, asset);
    if (faults.length > 0) throw invalid(faults);
    return asset;
  }

  /** Fetched by us and not by the provider, which may stand where customers' addresses must not lead. */
  private async foundOrFetched(
    { job, context }: ProviderStep,
    { path, value }: AssetField,
  ): Promise<NewAsset> {
    const { teamId, id: jobId } = job;
    if (!isId('asset', value)) {
      const { workFolder, signal } = context;
      const folder = await workFolder();
      return this.fetched.take({ teamId, jobId, address: value }, { folder, signal, field: `input.${path}` });
    }
    const [asset] = await this.assets.liveOf(teamId, [value]);
    if (asset) return asset;
    throw new DomainError('validation_failed', `The file of input.${path} was deleted.`);
  }

  /** A copy for a provider on this machine; a link where another can follow it, else the file itself. */
  private async addressOf(asset: NewAsset, { provider, context }: ProviderStep): Promise<string> {
    if (provider.capabilities().readsFiles) return this.copyOf(asset, await context.workFolder());
    if (givesFilesByLink(this.config)) return this.assets.present(asset, this.config.links.answerTtlMs).url;
    if (asset.bytes > MAX_INLINE_BYTES) {
      throw new DomainError('payload_too_large', `The file ${asset.id} is too large to be sent along.`, {
        remediation: `Use a file of at most ${MAX_INLINE_BYTES} bytes, or ask the operator to set PUBLIC_URL to an https address.`,
      });
    }
    const { stream } = await this.assets.open(asset);
    return `data:${asset.mimeType};base64,${(await buffer(stream)).toString('base64')}`;
  }

  private async copyOf(asset: NewAsset, folder: string): Promise<string> {
    const copy = path.join(folder, asset.id);
    const { stream } = await this.assets.open(asset);
    try {
      await pipeline(stream, createWriteStream(copy));
    } catch (error) {
      throw refusalWhenFull(error);
    }
    return copy;
  }
}
