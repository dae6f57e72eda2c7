import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refusalWhenFull } from './disk-full.js';
import { DiskStorage } from './disk-storage.js';
import { DomainError } from '../errors.js';

const SHA256 = 'ab12'.padEnd(64, '0');

describe('disk storage', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'disk-storage-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('spreads files over folders by their first letters', async () => {
    const file = path.join(folder, 'arrived');
    await writeFile(file, 'content');
    await new DiskStorage(path.join(folder, 'assets')).put(file, SHA256);

    expect(await readdir(path.join(folder, 'assets', 'ab', '12'))).toEqual([SHA256]);
  });

  it('lets no other user read what is stored', async () => {
    const file = path.join(folder, 'arrived');
    await writeFile(file, 'content', { mode: 0o644 });
    const root = path.join(folder, 'assets');
    await new DiskStorage(root).put(file, SHA256);

    const modeOf = async (...parts: string[]) => (await stat(path.join(root, ...parts))).mode & 0o777;
    expect(await modeOf()).toBe(0o700);
    expect(await modeOf('ab', '12')).toBe(0o700);
    expect(await modeOf('ab', '12', SHA256)).toBe(0o600);
  });

  it('leaves work that is still going on alone', async () => {
    await leftover(`${SHA256}.0a1b2c3d-0000-4000-8000-000000000000.arriving`);
    const storage = new DiskStorage(folder);

    expect(await names(storage)).toEqual([]);
    expect(await readdir(path.join(folder, 'ab', '12'))).toHaveLength(1);
  });

  async function leftover(name: string): Promise<void> {
    const file = path.join(folder, 'ab', '12', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, 'half');
    await utimes(file, 0, 0);
  }

  async function names(storage: DiskStorage): Promise<string[]> {
    const found = [];
    for await (const { sha256 } of storage.entries()) found.push(sha256);
    return found;
  }
});

describe('a full disk', () => {
  it.each(['ENOSPC', 'EDQUOT'])('%s is a 503 that says when to come back', (code) => {
    const refusal = refusalWhenFull(Object.assign(new Error('write /secret/path'), { code }));
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({ status: 503, code: 'unavailable', retryAfterSeconds: 60 });
    expect((refusal as DomainError).message).not.toContain('/secret/path');
  });

  it('other errors stay what they are', () => {
    const error = Object.assign(new Error('read'), { code: 'EIO' });
    expect(refusalWhenFull(error)).toBe(error);
    expect(refusalWhenFull(null)).toBeNull();
  });
});
