import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DataSource, type MigrationInterface } from 'typeorm';
import pg from 'pg';
import { DatabaseNotReady } from './database-not-ready.js';
import { sqlState } from './sql-state.js';

type Migration = new () => MigrationInterface;

const FOLDER = fileURLToPath(new URL('../../../migrations', import.meta.url));
const TABLE = 'migrations';
const UNDEFINED_TABLE = '42P01';

export async function migrate(ownerUrl: string): Promise<void> {
  const database = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    applicationName: 'engine-migrations',
    migrations: await loadMigrations(),
    migrationsTableName: TABLE,
    migrationsTransactionMode: 'each',
    poolSize: 1,
  });
  await database.initialize();
  try {
    await database.runMigrations();
  } finally {
    await database.destroy();
  }
}

export async function refusePending(owner: pg.Client): Promise<void> {
  const done = await namesOfDone(owner);
  const pending = (await loadMigrations()).map(({ name }) => name).filter((name) => !done.has(name));
  if (pending.length === 0) return;
  throw new DatabaseNotReady(
    `MIGRATE=off, and the database lacks ${pending.length} of the migrations of this version (${pending.join(', ')}). ` +
      'Start one process with MIGRATE=auto first.',
  );
}

async function namesOfDone(owner: pg.Client): Promise<Set<string>> {
  try {
    const { rows } = await owner.query<{ name: string }>(`select name from ${TABLE}`);
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (sqlState(error) === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}

async function loadMigrations(): Promise<Migration[]> {
  const files = readdirSync(FOLDER).filter((file) => /^\d.*\.[jt]s$/.test(file) && !file.endsWith('.d.ts'));
  const modules = await Promise.all(files.toSorted().map((file) => load(join(FOLDER, file))));
  return modules.flatMap((module) => Object.values(module));
}

function load(file: string): Promise<Record<string, Migration>> {
  // Windows paths are no valid specifiers, and the test runner takes no file: addresses.
  return import(process.platform === 'win32' ? pathToFileURL(file).href : file);
}
