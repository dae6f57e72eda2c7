import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { newId } from '../platform/ids.js';
import { Storage } from '../platform/storage/storage.js';
import type { AssetFacts, NewAsset } from './assets.types.js';
import { filenameOf } from './filename.js';
import { lookInto } from './look.js';
import type { MediaFileType } from './media-types.js';
import { sniffMediaType } from './sniff-media-type.js';

type Measured = Pick<NewAsset, 'width' | 'height' | 'durationSeconds' | 'thumbnailSha256' | 'thumbhash'>;

/** Brings a finished file into the store. The row comes later: a crash in between leaves an orphan for the sweep. */
@Injectable()
export class AssetIntake {
  constructor(private readonly storage: Storage) {}

  async take(file: string, facts: AssetFacts): Promise<NewAsset> {
    const type = await sniffMediaType(file);
    const measured = await this.measure(file, type, facts.poster);
    const { size: bytes } = await stat(file);
    const sha256 = await this.store(file);
    return {
      id: newId('asset'),
      teamId: facts.teamId,
      jobId: facts.jobId ?? null,
      origin: facts.origin,
      sha256,
      bytes,
      mimeType: type.mimeType,
      ...measured,
      filename: filenameOf(facts.filenameBase, type.extension),
      // Not before the bytes were put: their removal asks whether anybody put them after the last row was made.
      createdAt: new Date(),
    };
  }

  private async measure(file: string, type: MediaFileType, poster?: string): Promise<Measured> {
    const thumbnail = `${file}.thumbnail`;
    try {
      const look = await lookInto({ file, type, poster, thumbnail });
      return { ...look, thumbnailSha256: await this.store(thumbnail) };
    } finally {
      await rm(thumbnail, { force: true });
    }
  }

  private async store(file: string): Promise<string> {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    const sha256 = hash.digest('hex');
    await this.storage.put(file, sha256);
    return sha256;
  }
}
