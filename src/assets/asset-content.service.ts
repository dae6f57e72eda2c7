import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '../platform/errors.js';
import { type ByteRange, type OpenedBytes, Storage } from '../platform/storage/storage.js';
import { AssetsSystemRepository } from './assets.system.repository.js';
import type { AssetVariant, StoredAsset } from './assets.types.js';
import type { Content } from './content-answer.js';
import { THUMBNAIL_MIME_TYPE } from './picture.js';

/** The bytes behind a signed link. */
@Injectable()
export class AssetContent {
  constructor(
    private readonly assets: AssetsSystemRepository,
    private readonly storage: Storage,
  ) {}

  /** Whoever holds a valid link may read, so the team is not asked for. */
  async locate(id: string, variant: AssetVariant): Promise<Content> {
    const asset = await this.assets.byId(id);
    if (!asset) throw notFound('asset');
    if (asset.deletedAt) throw new DomainError('gone', 'This file was deleted.');
    return variant === 'original' ? asset : this.thumbnailOf(asset);
  }

  open(content: Content, range: ByteRange): Promise<OpenedBytes> {
    return this.storage.open(content.sha256, range);
  }

  private async thumbnailOf({ thumbnailSha256: sha256, filename }: StoredAsset): Promise<Content> {
    const bytes = sha256 && (await this.storage.size(sha256));
    if (!sha256 || !bytes) throw notFound('thumbnail');
    return {
      sha256,
      bytes,
      mimeType: THUMBNAIL_MIME_TYPE,
      filename: filename.replace(/\.\w+$/, '-thumbnail.webp'),
    };
  }
}
