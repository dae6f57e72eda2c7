import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepare } from '../../scripts/prepare.mjs';

const SIGNAL_EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

/** One PostgreSQL for the run; its migrated database is the template that every suite's own is copied from. */
export default async function startPostgres() {
  await prepare();
  const { startEmbeddedPostgres } = await fromBuild('platform/database/embedded/embedded-postgres.js');

  const dataDir = await mkdtemp(path.join(tmpdir(), 'engine-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir });
  globalThis.stopTestPostgres = async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  stopOnSignals();

  await migrate(postgres.ownerUrl, dataDir);
  process.env.TEST_TEMPLATE_URL = postgres.ownerUrl;
  process.env.TEST_SUPERUSER_URL = await superuserUrl(postgres.ownerUrl, dataDir);
}

async function superuserUrl(ownerUrl, dataDir) {
  const url = new URL(ownerUrl);
  url.username = 'postgres';
  url.password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim();
  return url.href;
}

async function migrate(ownerUrl, dataDir) {
  const { loadConfig } = await fromBuild('platform/config/load-config.js');
  const { prepareDatabase } = await fromBuild('platform/database/prepare-database.js');
  const config = loadConfig({
    DATABASE_URL: ownerUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: 'only-for-tests-'.repeat(4),
  });
  await prepareDatabase(config.database, 'auto');
}

function stopOnSignals() {
  for (const [signal, code] of Object.entries(SIGNAL_EXIT_CODES)) {
    process.once(signal, () => void globalThis.stopTestPostgres().finally(() => process.exit(code)));
  }
}

function fromBuild(module) {
  return import(new URL(`../../dist/src/${module}`, import.meta.url).href);
}
