import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { fromBuild } from './from-build.mjs';

export const SECRET_KEY = 'only-for-benchmarks-'.repeat(3);

const { startEmbeddedPostgres } = await fromBuild('platform/database/embedded/embedded-postgres.js');
const { clusterFolder } = await fromBuild('platform/database/embedded/cluster-folder.js');
const { runningPostmaster } = await fromBuild('platform/database/embedded/postmaster.js');
const { loadConfig } = await fromBuild('platform/config/load-config.js');
const { prepareDatabase } = await fromBuild('platform/database/prepare-database.js');

/** A PostgreSQL of the bench's own; engine and floors get databases of it that are alike. */
export async function startGround() {
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const { database } = loadConfig({ DATABASE_URL: postgres.ownerUrl, DATA_DIR: folder, SECRET_KEY });
  await prepareDatabase(database, 'auto');
  return {
    folder,
    postmasterPid: runningPostmaster(clusterFolder(folder).data).pid,
    freshDatabase: (name) => freshDatabase(postgres.ownerUrl, name),
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A migrated, empty database; answers its owner's address. */
async function freshDatabase(templateUrl, name) {
  const template = new URL(templateUrl);
  await query(
    withName(template, 'postgres'),
    `create database ${name} template ${template.pathname.slice(1)}`,
  );
  return withName(template, name);
}

function withName(url, name) {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

export async function query(url, sql, parameters) {
  return await withClient(url, async (client) => (await client.query(sql, parameters)).rows);
}

export async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
