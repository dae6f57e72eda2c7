import { rm, stat } from 'node:fs/promises';
import { MINUTE_MS, pause, SECOND_MS } from '../clock.js';
import type { BucketConfig } from '../config/config.types.js';
import { Bucket } from './bucket.js';
import {
  assertSha256,
  type ByteRange,
  ContentMissing,
  isSha256,
  type OpenedBytes,
  Storage,
  type StoredEntry,
} from './storage.js';

const CONTENT = 'assets/';
const REMOVING = 'removing/';
/** A mark of that age was left by a process that died; nobody who made one goes on for as long. */
const MARK_VALID_MS = MINUTE_MS;
const REMOVAL_WITHIN_MS = 20 * SECOND_MS;
const LOOK_AGAIN_MS = SECOND_MS / 4;

/**
 * Objects `assets/<sha256>` of a bucket. A bucket can't remove "unless put since", so whoever removes sets a mark
 * first, looks at the object behind it and only then removes; whoever puts looks for a mark afterwards, and then
 * whether the object is still there. One of the two always sees the other.
 */
export class S3Storage extends Storage {
  private readonly bucket: Bucket;

  constructor(config: BucketConfig, patienceMs?: number) {
    super();
    this.bucket = new Bucket(config, patienceMs);
  }

  async put(file: string, sha256: string): Promise<void> {
    assertSha256(sha256);
    const { size: bytes } = await stat(file);
    do {
      await this.bucket.put(CONTENT + sha256, { file, bytes });
    } while ((await this.isBeingRemoved(sha256)) || !(await this.isWhole(sha256, bytes)));
    await rm(file, { force: true });
  }

  async open(sha256: string, range?: ByteRange): Promise<OpenedBytes> {
    assertSha256(sha256);
    const opened = await this.bucket.read(CONTENT + sha256, range && `bytes=${range.start}-${range.end}`);
    if (opened) return opened;
    await this.bucket.refuseIfAbsent();
    throw new ContentMissing(sha256);
  }

  async size(sha256: string): Promise<number | null> {
    assertSha256(sha256);
    const found = await this.bucket.find(CONTENT + sha256);
    if (found) return found.bytes;
    await this.bucket.refuseIfAbsent();
    return null;
  }

  async remove(sha256: string, putBefore: Date): Promise<boolean> {
    assertSha256(sha256);
    const begun = Date.now();
    await this.bucket.put(REMOVING + sha256, null);
    try {
      const found = await this.bucket.find(CONTENT + sha256);
      if (!found) return true;
      if (found.putAt > putBefore || Date.now() - begun > REMOVAL_WITHIN_MS) return false;
      await this.bucket.remove(CONTENT + sha256);
      return true;
    } finally {
      await this.bucket.remove(REMOVING + sha256);
    }
  }

  async *entries(): AsyncIterable<StoredEntry> {
    for await (const { name, putAt } of this.bucket.list(CONTENT)) {
      if (isSha256(name)) yield { sha256: name, putAt };
    }
  }

  /** Waits until it is not; true when it was. */
  private async isBeingRemoved(sha256: string): Promise<boolean> {
    for (let seen = false; ; seen = true) {
      const mark = await this.bucket.find(REMOVING + sha256);
      if (!mark || Date.now() - mark.putAt.getTime() > MARK_VALID_MS) return seen;
      await pause(LOOK_AGAIN_MS);
    }
  }

  private async isWhole(sha256: string, bytes: number): Promise<boolean> {
    const stored = await this.bucket.find(CONTENT + sha256);
    if (stored && stored.bytes !== bytes)
      throw new Error(`The bucket holds ${stored.bytes} bytes of ${sha256} and not ${bytes}.`);
    return stored !== null;
  }
}
