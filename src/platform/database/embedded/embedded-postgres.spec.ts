import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pause } from '../../clock.js';
import { clusterFolder } from './cluster-folder.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { readPostmaster } from './postmaster.js';
import { isAlive } from './process-identity.js';

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'engine-postgres-'));
  postgres = await startEmbeddedPostgres({ dataDir });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dataDir, { recursive: true });
});

async function ask<T>(sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: postgres.ownerUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

function postmasterPid(): number {
  const postmaster = readPostmaster(clusterFolder(dataDir).data);
  if (postmaster === null) throw new Error('PostgreSQL is not running.');
  return postmaster.pid;
}

async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isAlive(pid)) await pause(20);
}

test('the database is UTF-8, durable, and its owner is no superuser', async () => {
  const [facts] = await ask<Record<string, unknown>>(`
    select current_setting('server_encoding') encoding, current_setting('fsync') fsync, rolsuper, rolbypassrls
      from pg_roles where rolname = current_user`);
  expect(facts).toEqual({ encoding: 'UTF8', fsync: 'on', rolsuper: false, rolbypassrls: false });
});

test('nobody gets in without the password', async () => {
  const url = new URL(postgres.ownerUrl);
  url.password = 'guess';
  const client = new pg.Client({ connectionString: url.href });
  await expect(client.connect()).rejects.toMatchObject({ code: '28P01' });
});

test('a server left behind is taken over, with its data', async () => {
  await ask('create table kept as select 42 as answer');
  const pid = postmasterPid();
  const again = await startEmbeddedPostgres({ dataDir });
  expect(again.adopted).toBe(true);
  expect(again.ownerUrl).toBe(postgres.ownerUrl);
  expect(postmasterPid()).toBe(pid);
});

test('a killed server starts again and loses nothing that was committed', async () => {
  await killed(postmasterPid());
  postgres = await startEmbeddedPostgres({ dataDir });
  expect(postgres.adopted).toBe(false);
  expect(await ask('select answer from kept')).toEqual([{ answer: 42 }]);
});

test('a pid file whose number now belongs to another process does not block the start', async () => {
  const pidFile = join(clusterFolder(dataDir).data, 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await postgres.stop();
  writeFileSync(pidFile, [process.pid, ...lines.slice(1)].join('\n'));
  postgres = await startEmbeddedPostgres({ dataDir });
  expect(await ask('select answer from kept')).toEqual([{ answer: 42 }]);
});

test('two starts at once share one server', async () => {
  await postgres.stop();
  const both = await Promise.all([startEmbeddedPostgres({ dataDir }), startEmbeddedPostgres({ dataDir })]);
  postgres = both[0];
  expect(both[1].ownerUrl).toBe(both[0].ownerUrl);
  expect(both.map(({ adopted }) => adopted).toSorted()).toEqual([false, true]);
});

test('a server that dies under its engine comes back at the same address', async () => {
  postgres.keepRunning();
  await killed(postmasterPid());
  for (;;) {
    const rows = await ask('select answer from kept').catch(() => null);
    if (rows) return expect(rows).toEqual([{ answer: 42 }]);
    await pause(100);
  }
});

test('stopping twice is stopping once', async () => {
  const pid = postmasterPid();
  await Promise.all([postgres.stop(), postgres.stop()]);
  expect(isAlive(pid)).toBe(false);
  await postgres.stop();
  postgres = await startEmbeddedPostgres({ dataDir });
});
