import { open, opendir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { refusalWhenFull } from './disk-full.js';
import { copyWhole, hasCode, makeDurable, makeFolder, moveDurably, unlessMissing } from './durable-files.js';
import {
  assertSha256,
  type ByteRange,
  isSha256,
  type OpenedBytes,
  Storage,
  type StoredEntry,
} from './storage.js';
import { arrivingName, clearLeftover, removingName } from './unfinished-files.js';

/** Files in `<folder>/ab/cd/<sha256>`. */
export class DiskStorage extends Storage {
  constructor(private readonly folder: string) {
    super();
  }

  async put(file: string, sha256: string): Promise<void> {
    const target = this.pathOf(sha256);
    try {
      await makeFolder(path.dirname(target));
      await makeDurable(file, new Date());
      await moveDurably(file, target);
    } catch (error) {
      if (!hasCode(error, 'EXDEV')) throw refusalWhenFull(error);
      await putFromElsewhere(file, target);
    }
  }

  async open(sha256: string, range?: ByteRange): Promise<OpenedBytes> {
    const handle = await open(this.pathOf(sha256), 'r');
    try {
      const { size } = await handle.stat();
      // The stream closes the handle when it ends or is destroyed.
      if (range === undefined) return { stream: handle.createReadStream(), bytes: size };
      const end = Math.min(range.end, size - 1);
      return { stream: handle.createReadStream({ start: range.start, end }), bytes: end - range.start + 1 };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async size(sha256: string): Promise<number | null> {
    return (await unlessMissing(stat(this.pathOf(sha256))))?.size ?? null;
  }

  async remove(sha256: string, putBefore: Date): Promise<boolean> {
    const file = this.pathOf(sha256);
    if (!(await wasPutBefore(file, putBefore))) return false;
    // Looked at once more where no put can reach it: one between the look and the removal would lose its bytes.
    const aside = removingName(file);
    await unlessMissing(rename(file, aside));
    if (await wasPutBefore(aside, putBefore)) {
      await rm(aside, { force: true });
      return true;
    }
    await rename(aside, file);
    return false;
  }

  async *entries(): AsyncIterable<StoredEntry> {
    const folder = await unlessMissing(opendir(this.folder, { recursive: true }));
    if (!folder) return;
    for await (const entry of folder) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      if (!isSha256(entry.name)) {
        await clearLeftover(file);
        continue;
      }
      const found = await unlessMissing(stat(file));
      if (found) yield { sha256: entry.name, putAt: found.mtime };
    }
  }

  private pathOf(sha256: string): string {
    assertSha256(sha256);
    return path.join(this.folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

async function putFromElsewhere(file: string, target: string): Promise<void> {
  const arriving = arrivingName(target);
  try {
    await copyWhole(file, arriving);
    await makeDurable(arriving, new Date());
    await moveDurably(arriving, target);
  } catch (error) {
    await rm(arriving, { force: true });
    throw refusalWhenFull(error);
  }
  await rm(file, { force: true });
}

/** What is not there any more was removed by somebody else, which is as good. */
async function wasPutBefore(file: string, moment: Date): Promise<boolean> {
  const found = await unlessMissing(stat(file));
  return found === null || Math.floor(found.mtimeMs) <= moment.getTime();
}
