import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOf } from './process-identity.js';
import { tryProcessLock } from './process-lock.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-lock-'));
  file = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a lock is held once, and again after its release', () => {
  const lock = tryProcessLock(file);
  expect(tryProcessLock(file)).toBeNull();
  lock?.release();
  expect(existsSync(file)).toBe(false);
  expect(tryProcessLock(file)).not.toBeNull();
});

test.each([
  ['a process that died', { pid: 2 ** 30, started: '1' }],
  [
    'a process whose number belongs to a later one',
    { pid: process.pid, started: `${startOf(process.pid)}0` },
  ],
])('the lock of %s is taken over', (_case, holder) => {
  writeFileSync(file, JSON.stringify(holder));
  expect(tryProcessLock(file)).not.toBeNull();
  expect(tryProcessLock(file)).toBeNull();
});

test('a lock that was cut short when the disk filled up is taken over', () => {
  writeFileSync(file, '');
  expect(tryProcessLock(file)).not.toBeNull();
});
