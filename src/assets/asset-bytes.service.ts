import { Injectable } from '@nestjs/common';
import { type OpenedBytes, Storage } from '../platform/storage/storage.js';
import { AssetsSystemRepository } from './assets.system.repository.js';
import type { DeletedContent } from './assets.types.js';

/** The stored content of assets, which goes when no row of any team needs it any more. */
@Injectable()
export class AssetBytes {
  constructor(
    private readonly assets: AssetsSystemRepository,
    private readonly storage: Storage,
  ) {}

  open(sha256: string): Promise<OpenedBytes> {
    return this.storage.open(sha256);
  }

  /** After the rows were marked and that was committed; what a crash leaves here, the sweep finds. */
  async release(deleted: DeletedContent[]): Promise<void> {
    const contents = deleted.flatMap(({ sha256, thumbnailSha256 }) => [sha256, thumbnailSha256]);
    for (const sha256 of new Set(contents)) if (sha256) await this.releaseContent(sha256);
  }

  private async releaseContent(sha256: string): Promise<void> {
    const { live, lastRecordedAt } = await this.assets.useOf(sha256);
    // Bytes put after the last row was made are another file's of the same content, its row still to come.
    if (!live && lastRecordedAt) await this.storage.remove(sha256, lastRecordedAt);
  }
}
