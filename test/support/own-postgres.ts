import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Logger } from '@nestjs/common';
import { clusterFolder } from '../../src/platform/database/embedded/cluster-folder.js';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded/embedded-postgres.js';
import { readPostmaster } from '../../src/platform/database/embedded/postmaster.js';
import { afterSuite } from './clean-up.js';
import { openDatabase, type TestDatabase } from './database.js';
import { aFolder } from './engine.js';

export interface OwnPostgres {
  database: TestDatabase;
  /** Kills it the hard way; it is started again within seconds, at the same address. */
  crash: () => void;
}

/** A server that belongs to the suite alone, which may do to it what it likes. */
export async function aPostgres(): Promise<OwnPostgres> {
  Logger.overrideLogger(false); // it would tell of every crash
  const dataDir = await aFolder();
  const postgres = await startEmbeddedPostgres({ dataDir });
  postgres.keepRunning();
  const superuserUrl = new URL(postgres.ownerUrl);
  superuserUrl.username = 'postgres';
  superuserUrl.password = (await readFile(path.join(dataDir, 'postgres-password'), 'utf8')).trim();
  const database = openDatabase(postgres.ownerUrl, superuserUrl.href);
  afterSuite(async () => {
    await database.drop();
    await postgres.stop();
  });
  return { database, crash: () => killPostgres(dataDir) };
}

/** As a power failure would, for the server of this data folder. */
export function killPostgres(dataDir: string): void {
  const postmaster = readPostmaster(clusterFolder(dataDir).data);
  if (postmaster === null) throw new Error(`No PostgreSQL runs on ${dataDir}.`);
  process.kill(postmaster.pid, 'SIGKILL');
}
