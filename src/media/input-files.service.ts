import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { NewAsset } from '../assets/assets.types.js';
import { RemoteFiles } from '../assets/remote-files.service.js';
import type { JobRecord } from '../jobs/job.types.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Transactions } from '../platform/database/transactions.js';
import { DomainError } from '../platform/errors.js';
import { isId } from '../platform/ids.js';
import type { AssetField } from '../providers/catalogue.types.js';
import { CatalogueService } from '../providers/catalogue.service.js';
import type { ProviderContext, RenderRequest } from '../providers/provider.types.js';
import { RenderingService } from '../providers/rendering.service.js';
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
    private readonly remote: RemoteFiles,
    private readonly transactions: Transactions,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  async requestFor(job: JobRecord, offer: TakenOffer, context: ProviderContext): Promise<RenderRequest> {
    const { prompt, n } = job.input as MediaInput;
    const input = await this.fieldsFor(job, context);
    return this.rendering.requestFor(job.model!, offer, { prompt, n, input });
  }

  /** The model's fields with an address in place of each file. Throws DomainError for what is not there any more. */
  private async fieldsFor(job: JobRecord, context: ProviderContext): Promise<Record<string, unknown>> {
    const fields = modelFields(job.input as MediaInput);
    const named = this.catalogue.assetFields(job.model!, fields);
    if (named.length === 0) return fields;
    const addresses = new Map<string, string>();
    for (const file of named) {
      if (!addresses.has(file.value))
        addresses.set(file.value, await this.addressOf(await this.assetOf(job, file, context)));
    }
    return this.catalogue.withAssetFields(job.model!, fields, (value) => addresses.get(value)!);
  }

  private async assetOf(job: JobRecord, { path, value }: AssetField, context: ProviderContext) {
    if (!isId('asset', value)) return this.fetched(job, { path, value }, context);
    const [asset] = await this.assets.liveOf(job.teamId, [value]);
    if (asset) return asset;
    throw new DomainError('validation_failed', `The file of input.${path} was deleted.`);
  }

  /** By us and not by the provider, which may stand where customers' addresses must not lead. It goes with its job. */
  private async fetched(
    { id: jobId, teamId }: JobRecord,
    { path, value }: AssetField,
    { workFolder, signal }: ProviderContext,
  ): Promise<NewAsset> {
    const { maxBytes } = this.config.uploads;
    const { file, ...facts } = await this.remote.fetch(value, {
      folder: workFolder,
      maxBytes,
      field: `input.${path}`,
      signal,
    });
    const asset = await this.assets.intake(file, { ...facts, teamId, jobId, origin: 'upload' });
    await this.transactions.forTeam(teamId, (tx) => this.assets.record(tx, [asset]));
    return asset;
  }

  /** A link where the provider can follow it, else the file itself. */
  private async addressOf(asset: NewAsset): Promise<string> {
    if (this.config.publicUrl?.startsWith('https:'))
      return this.assets.present(asset, this.config.links.answerTtlMs).url;
    if (asset.bytes > MAX_INLINE_BYTES) {
      throw new DomainError('payload_too_large', `The file ${asset.id} is too large to be sent along.`, {
        remediation: `Use a file of at most ${MAX_INLINE_BYTES} bytes, or ask the operator to set PUBLIC_URL to an https address.`,
      });
    }
    const { stream } = await this.assets.open(asset);
    return `data:${asset.mimeType};base64,${(await buffer(stream)).toString('base64')}`;
  }
}
