import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { DAY_MS } from '../clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';
import { isAlive } from '../database/embedded/process-identity.js';
import { refusalWhenFull } from './disk-full.js';
import { unlessMissing } from './durable-files.js';

/** Longer than any attempt: a folder this old belongs to nobody, wherever its process ran. */
const ABANDONED_AFTER_MS = 2 * DAY_MS;
const SEPARATOR = '@';

/**
 * Folders for files on their way into the store, on the store's own file system so that they can be moved there.
 * Each process has one of its own, named `<pid>@<host>@<random>`, and an engine clears those of processes that died.
 */
@Injectable()
export class WorkFolders implements OnApplicationShutdown {
  private readonly all: string;
  private readonly own: string;

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'dataDir'>) {
    this.all = path.join(config.dataDir, 'work');
    this.own = path.join(this.all, [process.pid, hostname(), randomUUID()].join(SEPARATOR));
  }

  async make(): Promise<string> {
    const folder = path.join(this.own, randomUUID());
    try {
      await makeFolder(folder);
    } catch (error) {
      throw refusalWhenFull(error);
    }
    return folder;
  }

  async remove(folder: string): Promise<void> {
    if (path.dirname(folder) !== this.own) throw new Error('Not a work folder of this process.');
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** The folder is gone when the work has ended, however it ended. */
  async during<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await this.make();
    try {
      return await work(folder);
    } finally {
      await this.remove(folder);
    }
  }

  /** For work that mostly needs none, such as asking a provider how far it is: made when first asked for. */
  async lazily<T>(work: (folder: () => Promise<string>) => Promise<T>): Promise<T> {
    let made: Promise<string> | undefined;
    try {
      return await work(() => (made ??= this.make()));
    } finally {
      const folder = await made?.catch(() => null);
      if (folder) await this.remove(folder);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await rm(this.own, { recursive: true, force: true, maxRetries: 3 });
  }

  async sweep(): Promise<void> {
    for (const name of (await unlessMissing(readdir(this.all))) ?? []) {
      const folder = path.join(this.all, name);
      if (folder !== this.own && (await isAbandoned(folder)))
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

/** The process's own folder is there but for the first time. */
async function makeFolder(folder: string): Promise<void> {
  const made = await unlessMissing(mkdir(folder, { mode: 0o700 }).then(() => true));
  if (made === null) await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function isAbandoned(folder: string): Promise<boolean> {
  const [pid, host] = path.basename(folder).split(SEPARATOR);
  // A process number means nothing on another machine or in another container.
  if (host === hostname() && !isAnotherLiving(Number(pid))) return true;
  const found = await unlessMissing(stat(folder));
  return found !== null && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS;
}

/** Our own number under another name is a former life: in a container every life has the same number. */
function isAnotherLiving(pid: number): boolean {
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid);
}
