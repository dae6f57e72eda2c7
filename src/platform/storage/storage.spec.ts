import { createHash, randomBytes } from 'node:crypto';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DiskStorage } from './disk-storage.js';
import { until } from '../../../test/support/until.js';
import { aBucket } from '../../../test/support/s3-server.js';
import { aWebServer } from '../../../test/support/web-server.js';
import { S3Storage } from './s3-storage.js';
import { ContentMissing, type Storage } from './storage.js';

/** What every kind of store promises; another kind is another row here. */
const KINDS: Array<[kind: string, make: (folder: string) => Storage | Promise<Storage>]> = [
  ['disk', (folder) => new DiskStorage(path.join(folder, 'assets'))],
  ['S3', async () => new S3Storage(await aBucket())],
];

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const ABSENT = 'f'.repeat(64);

describe.each(KINDS)('storage on %s', (_kind, make) => {
  let folder: string;
  let storage: Storage;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'storage-'));
    storage = await make(folder);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('gives back what was put, and takes the file away', async () => {
    const { file, sha256, content } = await aFile();
    await storage.put(file, sha256);

    const { stream, bytes } = await storage.open(sha256);
    expect(await buffer(stream)).toEqual(content);
    expect(bytes).toBe(content.length);
    expect(await storage.size(sha256)).toBe(content.length);
    await expect(access(file)).rejects.toThrow('ENOENT');
  });

  it('gives back a range, both ends included', async () => {
    const { file, sha256, content } = await aFile();
    await storage.put(file, sha256);

    const { stream, bytes } = await storage.open(sha256, { start: 10, end: 19 });
    expect(await buffer(stream)).toEqual(content.subarray(10, 20));
    expect(bytes).toBe(10);
  });

  it('ends a range where the content ends', async () => {
    const { file, sha256, content } = await aFile();
    await storage.put(file, sha256);

    const { stream, bytes } = await storage.open(sha256, {
      start: content.length - 3,
      end: content.length + 99,
    });
    expect(await buffer(stream)).toEqual(content.subarray(-3));
    expect(bytes).toBe(3);
  });

  it('takes the same content any number of times, also at once', async () => {
    const content = randomBytes(50_000);
    const files = await Promise.all(Array.from({ length: 8 }, () => aFile(content)));
    const { sha256 } = files[0]!;
    await Promise.all(files.map(({ file }) => storage.put(file, sha256)));
    await storage.put((await aFile(content)).file, sha256);

    expect(await buffer((await storage.open(sha256)).stream)).toEqual(content);
    expect(await listed()).toEqual([sha256]);
  });

  it('knows what it does not have', async () => {
    expect(await storage.size(ABSENT)).toBeNull();
    await expect(storage.open(ABSENT)).rejects.toThrow(ContentMissing);
    expect(await storage.remove(ABSENT, new Date())).toBe(true);
    expect(await listed()).toEqual([]);
  });

  it('removes what was put before the given moment', async () => {
    const { file, sha256 } = await aFile();
    await storage.put(file, sha256);

    expect(await storage.remove(sha256, new Date())).toBe(true);
    expect(await storage.size(sha256)).toBeNull();
    expect(await listed()).toEqual([]);
  });

  it('keeps what was put again after that moment, whole', async () => {
    const first = await aFile();
    await storage.put(first.file, first.sha256);
    const beforeBoth = new Date(Date.now() - 1_000);
    await storage.put((await aFile(first.content)).file, first.sha256);

    expect(await storage.remove(first.sha256, beforeBoth)).toBe(false);
    expect(await buffer((await storage.open(first.sha256)).stream)).toEqual(first.content);
  });

  it('keeps what is put while it is being removed', async () => {
    const { file, sha256, content } = await aFile();
    await storage.put(file, sha256);
    for (let round = 0; round < 8; round++) {
      const again = await aFile(content);
      // A store may refuse either for a moment; what was put is there all the same.
      const removal = storage.remove(sha256, new Date()).catch(() => false);
      await until('the content is put', () =>
        storage.put(again.file, sha256).then(
          () => true,
          () => false,
        ),
      );
      await removal;
      expect(await buffer((await storage.open(sha256)).stream)).toEqual(content);
    }
  });

  it('lists each entry with the time it was put', async () => {
    const { file, sha256 } = await aFile();
    const before = Date.now();
    await storage.put(file, sha256);

    const entries = [];
    for await (const entry of storage.entries()) entries.push(entry);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.sha256).toBe(sha256);
    expect(entries[0]?.putAt.getTime()).toBeGreaterThanOrEqual(before - 1);
  });

  it.each(['../../etc/passwd', 'AB'.repeat(32), '', 'abc'])('refuses "%s" as a name', async (name) => {
    await expect(storage.open(name)).rejects.toThrow('SHA-256');
    await expect(storage.put('/nowhere', name)).rejects.toThrow('SHA-256');
    await expect(storage.remove(name, new Date())).rejects.toThrow('SHA-256');
  });

  async function aFile(content = randomBytes(1_000)) {
    const file = path.join(folder, randomBytes(8).toString('hex'));
    await writeFile(file, content);
    return { file, content, sha256: createHash('sha256').update(content).digest('hex') };
  }

  async function listed(): Promise<string[]> {
    const names = [];
    for await (const { sha256 } of storage.entries()) names.push(sha256);
    return names;
  }
});

describe('a bucket that is', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'storage-'));
    file = path.join(folder, 'file');
    await writeFile(file, randomBytes(300_000));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('not there is told at once, whatever is asked of it, and the file stays', async () => {
    const storage = new S3Storage({ ...(await aBucket()), bucket: 'no-such-bucket' });
    for (const work of [
      () => storage.put(file, ABSENT),
      () => storage.open(ABSENT),
      () => storage.size(ABSENT),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
    await access(file);
  });

  it('silent is given up, and the file stays', async () => {
    const endpoint = await aWebServer((request) => void request.resume());
    const storage = new S3Storage({ ...(await aBucket()), endpoint }, 20);
    for (const work of [
      () => storage.put(file, ABSENT),
      () => storage.open(ABSENT),
      () => storage.size(ABSENT),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'unavailable' });
    await access(file);
  });

  it('silent is given up also while garbage is collected', async () => {
    const endpoint = await aWebServer((request) => void request.resume());
    const storage = new S3Storage({ ...(await aBucket()), endpoint }, 60);
    const collecting = setInterval(collectGarbage, 2);
    for (let round = 0; round < 5; round++)
      await expect(storage.put(file, ABSENT)).rejects.toMatchObject({ code: 'unavailable' });
    clearInterval(collecting);
  });

  it('given up in the middle of a put harms nobody else', async () => {
    const endpoint = await aWebServer((request) => void request.resume());
    await writeFile(file, randomBytes(3_000_000));
    for (let round = 0; round < 40; round++) {
      const storage = new S3Storage({ ...(await aBucket()), endpoint }, 1 + (round % 10));
      await expect(storage.put(file, ABSENT)).rejects.toMatchObject({ code: 'unavailable' });
    }
  });

  it('silent in the middle of a file ends the reading with an error', async () => {
    const endpoint = await aWebServer((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half');
    });
    const storage = new S3Storage({ ...(await aBucket()), endpoint }, 200);
    const reading = storage.open(ABSENT).then(({ stream }) => buffer(stream));
    // Where the machine is so slow that not even the head came in time, that is what is told.
    await expect(reading).rejects.toThrow(/kept silent|can not be reached/);
  });
});
