import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DatabaseConfig } from '../config/config.types.js';
import { APP_ROLE, derivedUrl, SYSTEM_ROLE } from '../config/database-urls.js';
import { keptSecret } from '../config/kept-secrets.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { prepareDatabase } from './prepare-database.js';

let dataDir: string;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'engine-prepare-'));
  postgres = await startEmbeddedPostgres({ dataDir });
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dataDir, { recursive: true });
});

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function aDatabase(name: string): Promise<DatabaseConfig> {
  await ask(postgres.ownerUrl, `create database ${name}`);
  const url = new URL(postgres.ownerUrl);
  url.pathname = `/${name}`;
  return configFor(url.href);
}

function configFor(ownerUrl: string): DatabaseConfig {
  return {
    embedded: false,
    ownerUrl,
    appUrl: derivedUrl(ownerUrl, APP_ROLE),
    systemUrl: derivedUrl(ownerUrl, SYSTEM_ROLE),
    poolSize: 2,
  };
}

test('two databases of one cluster can be prepared at once, each by several processes', async () => {
  const [one, other] = [await aDatabase('one'), await aDatabase('other')];
  await Promise.all([one, other, one, other, one].map((config) => prepareDatabase(config, 'auto')));
  for (const { appUrl, systemUrl } of [one, other]) {
    expect(await ask(appUrl, 'select count(*)::int as jobs from jobs')).toEqual([{ jobs: 0 }]);
    expect(await ask(systemUrl, 'select count(*) > 0 as migrated from bullmq.migration')).toEqual([
      { migrated: true },
    ]);
  }
});

test('whoever waits for another process that prepares the database says so', async () => {
  const config = await aDatabase('waited_for');
  const other = new pg.Client({ connectionString: config.ownerUrl });
  await other.connect();
  await other.query(`select pg_advisory_lock(hashtext('mcp-media-engine prepare'))`);
  const said = new Promise<string>((resolve) =>
    jest.spyOn(Logger.prototype, 'log').mockImplementationOnce((line: string) => resolve(line)),
  );
  const prepared = prepareDatabase(config, 'auto');
  expect(await said).toMatch('Another process prepares the database');
  await other.end();
  await prepared;
});

test('what the queue holds waits for no disk, and what it was prepared with is kept', async () => {
  const config = await aDatabase('hasty');
  await prepareDatabase(config, 'auto');
  const kept = await ask<{ relname: string }>(
    config.ownerUrl,
    `select relname from pg_class where relnamespace = 'bullmq'::regnamespace and relkind = 'r' and relpersistence = 'p'`,
  );
  const names = kept.map(({ relname }) => relname);
  expect(names).toEqual(expect.arrayContaining(['migration', 'meta']));
  for (const disposable of ['job', 'job_log', 'job_dependency', 'event'])
    expect(names).not.toContain(disposable);
});

test('statements of the engine are not compiled, whatever the settings of the database', async () => {
  const roles = await ask(
    postgres.ownerUrl,
    `select rolname, rolconfig from pg_roles where rolname in ('${APP_ROLE}', '${SYSTEM_ROLE}') order by rolname`,
  );
  expect(roles).toEqual([APP_ROLE, SYSTEM_ROLE].map((rolname) => ({ rolname, rolconfig: ['jit=off'] })));
});

test('MIGRATE=off refuses a database that was not migrated and accepts one that was', async () => {
  const config = await aDatabase('untouched');
  await expect(prepareDatabase(config, 'off')).rejects.toThrow(/MIGRATE=off/);
  await prepareDatabase(config, 'auto');
  await prepareDatabase(config, 'off');
});

test('a derived password that no longer fits is set again', async () => {
  const config = await aDatabase('rotated');
  await prepareDatabase(config, 'auto');
  await ask(config.ownerUrl, `alter role ${APP_ROLE} password 'something else'`);
  await prepareDatabase(config, 'auto');
  await ask(config.appUrl, 'select 1');
});

test('a chosen password that does not fit is reported, not changed', async () => {
  const config = await aDatabase('chosen');
  await prepareDatabase(config, 'auto');
  const appUrl = new URL(config.appUrl);
  appUrl.password = 'mistyped';
  await expect(prepareDatabase({ ...config, appUrl: appUrl.href }, 'auto')).rejects.toThrow(
    /refuses the login/,
  );
  await ask(config.appUrl, 'select 1');
});

test('the engine does not work as a role that row-level security does not bind', async () => {
  const config = await aDatabase('mighty');
  const superuser = new URL(config.ownerUrl);
  superuser.username = 'postgres';
  superuser.password = keptSecret(dataDir, 'postgres-password');
  await expect(prepareDatabase({ ...config, appUrl: superuser.href }, 'auto')).rejects.toThrow(/superuser/);
  await expect(prepareDatabase({ ...config, appUrl: config.systemUrl }, 'auto')).rejects.toThrow(
    /engine_system/,
  );
  await expect(prepareDatabase({ ...config, appUrl: config.ownerUrl }, 'auto')).rejects.toThrow(
    /DATABASE_APP_URL owns the tables/,
  );
  await expect(prepareDatabase({ ...config, systemUrl: config.ownerUrl }, 'auto')).rejects.toThrow(
    /DATABASE_SYSTEM_URL owns the tables/,
  );
  await ask(superuser.href, `alter role ${SYSTEM_ROLE} bypassrls`);
  await expect(prepareDatabase(config, 'auto')).rejects.toThrow(/BYPASSRLS/);
  await ask(superuser.href, `alter role ${SYSTEM_ROLE} nobypassrls`);
});
