import { spawnSync } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { WorkFolders } from './work-folders.js';

describe('work folders', () => {
  let dataDir: string;
  let workFolders: WorkFolders;

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'work-folders-'));
    workFolders = new WorkFolders({ dataDir });
  });

  afterEach(() => rm(dataDir, { recursive: true }));

  it('are gone when the work has ended, however it ended', async () => {
    const used: string[] = [];
    await workFolders.during(async (folder) => {
      used.push(folder);
      await writeFile(path.join(folder, 'picture'), 'bytes');
    });
    const failing = workFolders.during(async (folder) => {
      used.push(folder);
      throw new Error('no luck');
    });

    await expect(failing).rejects.toThrow('no luck');
    expect(new Set(used).size).toBe(2);
    for (const folder of used) await expect(access(folder)).rejects.toThrow('ENOENT');
  });

  it('are made where they are asked for, once, and are gone afterwards; who asks for none makes none', async () => {
    await workFolders.lazily(async () => 'asked nobody');
    expect(await readdir(dataDir)).toEqual([]);
    const [one, other] = await workFolders.lazily(async (folder) => {
      await writeFile(path.join(await folder(), 'picture'), 'bytes');
      return [await folder(), await folder()];
    });
    expect(one).toBe(other);
    await expect(access(one!)).rejects.toThrow('ENOENT');
  });

  it('of dead processes are swept, of living ones and other machines not', async () => {
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    await leave(`${dead}@${hostname()}@a`);
    await leave(`${process.ppid}@${hostname()}@b`);
    await leave(`${dead}@another-machine@c`);
    const own = await workFolders.make();

    await workFolders.sweep();
    expect((await left()).sort()).toEqual(
      [
        `${process.ppid}@${hostname()}@b`,
        `${dead}@another-machine@c`,
        path.basename(path.dirname(own)),
      ].sort(),
    );
  });

  it('of other machines are swept when nobody has touched them for days', async () => {
    await leave('7@another-machine@c');
    await utimes(path.join(dataDir, 'work', '7@another-machine@c'), 0, 0);

    await workFolders.sweep();
    expect(await left()).toEqual([]);
  });

  it('go with their process', async () => {
    await workFolders.make();
    await workFolders.onApplicationShutdown();
    expect(await left()).toEqual([]);
  });

  it('removes nothing that is not its own', async () => {
    await expect(workFolders.remove(dataDir)).rejects.toThrow('Not a work folder');
  });

  async function leave(name: string): Promise<void> {
    await mkdir(path.join(dataDir, 'work', name, 'attempt'), { recursive: true });
  }

  function left(): Promise<string[]> {
    return readdir(path.join(dataDir, 'work'));
  }
});
