import { Injectable, Logger } from '@nestjs/common';
import type { Counter } from 'prom-client';
import { DomainError, notFound } from '../platform/errors.js';
import { Metrics } from '../platform/observability/metrics.js';
import { type ByteRange, ContentMissing, type OpenedBytes, Storage } from '../platform/storage/storage.js';
import { AssetsSystemRepository } from './assets.system.repository.js';
import type { AssetVariant, StoredAsset } from './assets.types.js';
import type { Content } from './content-answer.js';
import { THUMBNAIL_MIME_TYPE } from './picture.js';

/** The bytes behind a signed link. */
@Injectable()
export class AssetContent {
  private readonly logger = new Logger(AssetContent.name);
  private readonly missing: Counter;

  constructor(
    private readonly assets: AssetsSystemRepository,
    private readonly storage: Storage,
    metrics: Metrics,
  ) {
    this.missing = metrics.counter({
      name: 'asset_files_missing_total',
      help: 'Reads of files that the store should have and has not; anything but 0 is an alarm.',
    });
  }

  /** Whoever holds a valid link may read, so the team is not asked for. */
  async locate(id: string, variant: AssetVariant): Promise<Content> {
    const asset = await this.assets.byId(id);
    if (!asset) throw notFound('asset');
    if (asset.deletedAt) throw new DomainError('gone', 'This file was deleted.');
    return variant === 'original' ? asset : this.thumbnailOf(asset);
  }

  async open(content: Content, range: ByteRange): Promise<OpenedBytes> {
    try {
      return await this.storage.open(content.sha256, range);
    } catch (error) {
      throw error instanceof ContentMissing ? this.lost(content.sha256) : error;
    }
  }

  private async thumbnailOf({ thumbnailSha256: sha256, filename }: StoredAsset): Promise<Content> {
    if (!sha256) throw notFound('thumbnail');
    const bytes = await this.storage.size(sha256);
    if (bytes === null) throw this.lost(sha256);
    return {
      sha256,
      bytes,
      mimeType: THUMBNAIL_MIME_TYPE,
      filename: filename.replace(/\.\w+$/, '-thumbnail.webp'),
    };
  }

  /** Nothing that a caller can mend or wait for, and for the operator a loss. */
  private lost(sha256: string): DomainError {
    this.missing.inc();
    this.logger.error('A stored file is missing', { sha256 });
    return new DomainError('gone', 'The file of this asset is lost.', {
      remediation:
        'Tell the operator of this engine the request_id; submit the job again if you need the file.',
    });
  }
}
