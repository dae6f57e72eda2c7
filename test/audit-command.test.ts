import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryProcessLock } from '../src/platform/database/embedded/process-lock.js';
import { afterSuite } from './support/clean-up.js';
import { aDatabase } from './support/database.js';
import { ADMIN_TOKEN, SECRET_KEY } from './support/secrets.js';
import { until } from './support/until.js';

const COMMAND = path.resolve(import.meta.dirname, '../scripts/audit.mjs');

function anAudit(env: Record<string, string>) {
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [COMMAND], {
    env: { PATH, HOME, TMPDIR, ADMIN_TOKEN, SECRET_KEY, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const audit = { said: '', ended: once(child, 'exit').then(([code]) => code as number) };
  child.stdout.on('data', (chunk: Buffer) => (audit.said += chunk.toString()));
  return audit;
}

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'audit-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('the audit says of each invariant whether it holds, and ends with 1 when one does not', async () => {
  const database = await aDatabase();
  const env = { DATABASE_URL: database.ownerUrl, DATA_DIR: await aFolder() };
  const sound = anAudit(env);
  expect(await sound.ended).toBe(0);
  expect(sound.said).toContain('holds    book_sums_to_zero');
  expect(sound.said).toContain('holds    no_ready_asset_without_its_file');

  await database.query(`insert into teams (team_id, name, plan) values ('tea_1', 'One', 'free')`);
  await database.query(`
    insert into assets (id, team_id, origin, sha256, bytes, mime_type, filename)
    values ('ast_1', 'tea_1', 'upload', repeat('a', 64), 1, 'image/png', 'a.png')`);
  const broken = anAudit(env);
  expect(await broken.ended).toBe(1);
  expect(broken.said).toContain('BROKEN   no_ready_asset_without_its_file: 1 rows, such as [{"id":"ast_1"}]');
});

test('the embedded database is started and stopped only by whoever has the place of its one engine', async () => {
  const dataDir = await aFolder();
  const engine = tryProcessLock(path.join(dataDir, 'engine.lock'))!;
  const audit = anAudit({ DATA_DIR: dataDir });
  await until('the audit waits', () => Promise.resolve(audit.said.includes('waiting')));
  expect(existsSync(path.join(dataDir, 'postgres.lock'))).toBe(false);
  expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false);

  engine.release();
  expect(await audit.ended).toBe(0);
  expect(existsSync(path.join(dataDir, 'engine.lock'))).toBe(false);
});
