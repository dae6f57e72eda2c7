import { Injectable } from '@nestjs/common';
import { AssetsService } from '../assets/assets.service.js';
import type { StoredAsset } from '../assets/assets.types.js';
import type { JobRequest } from '../jobs/job-handler.types.js';
import { EgressPolicy } from '../platform/egress/egress-policy.js';
import { DomainError, type FieldError, invalid } from '../platform/errors.js';
import { isId } from '../platform/ids.js';
import type { AssetField } from '../providers/catalogue.types.js';
import { CatalogueService } from '../providers/catalogue.service.js';
import { typeFaults } from './input-file-types.js';
import { type MediaInput, modelFields } from './media-input.js';

/** Looks at the files that requests name before anything is charged. Nothing is fetched yet. */
@Injectable()
export class InputChecks {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly assets: AssetsService,
    private readonly egress: EgressPolicy,
  ) {}

  /** `isBatch` says whether faults are told with the index of their job. */
  async refuseUnknown(teamId: string, requests: JobRequest[], isBatch: boolean): Promise<void> {
    const named = requests.flatMap((request, index) =>
      this.filesOf(request, isBatch ? `jobs[${index}].` : ''),
    );
    if (named.length === 0) return;
    const ids = named.map(({ value }) => value).filter((value) => isId('asset', value));
    const live = await this.assets.liveOf(teamId, [...new Set(ids)]);
    const known = new Map(live.map((asset) => [asset.id, asset]));
    const faults = named.flatMap((file) => this.faultsOf(file, known));
    if (faults.length > 0) throw invalid(faults, 'The request names files that can not be used.');
  }

  private filesOf({ model, input }: JobRequest, prefix: string): AssetField[] {
    const fields = this.catalogue.assetFields(model!, modelFields(input as MediaInput));
    return fields.map((field) => ({ ...field, path: `${prefix}input.${field.path}` }));
  }

  private faultsOf(field: AssetField, known: Map<string, StoredAsset>): FieldError[] {
    const { path, value } = field;
    const asset = known.get(value);
    if (asset) return typeFaults(field, asset);
    // Not there, deleted and another team's are the same.
    if (isId('asset', value)) return [{ path, message: 'no asset has this id' }];
    try {
      this.egress.checkUrl(value, path);
      return [];
    } catch (error) {
      if (error instanceof DomainError && error.fields) return error.fields;
      throw error;
    }
  }
}
