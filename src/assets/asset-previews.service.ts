import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { Storage } from '../platform/storage/storage.js';
import { AssetsService } from './assets.service.js';
import { THUMBNAIL_MIME_TYPE } from './picture.js';

const MAX_BYTES = 100 * 1024;

/** Small pictures that fit into an answer. */
@Injectable()
export class AssetPreviews {
  constructor(
    private readonly assets: AssetsService,
    private readonly storage: Storage,
  ) {}

  /** Null where there is no thumbnail, or none so small. */
  async of(teamId: string, assetId: string): Promise<{ mimeType: string; base64: string } | null> {
    const { thumbnailSha256: sha256 } = await this.assets.read(teamId, assetId);
    const bytes = sha256 && (await this.storage.size(sha256));
    if (!sha256 || !bytes || bytes > MAX_BYTES) return null;
    const { stream } = await this.storage.open(sha256);
    return { mimeType: THUMBNAIL_MIME_TYPE, base64: (await buffer(stream)).toString('base64') };
  }
}
