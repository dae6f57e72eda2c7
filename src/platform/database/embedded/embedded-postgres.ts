import { existsSync } from 'node:fs';
import { join } from 'node:path';
// Not clock.ts: a wait at the start is all that keeps the process alive.
import { setTimeout as sleep } from 'node:timers/promises';
import { keptSecret } from '../../config/kept-secrets.js';
import { type Binaries, binaries } from './binaries.js';
import { initialize, refuseOtherVersion, start, stop } from './cluster.js';
import { type ClusterFolder, clusterFolder } from './cluster-folder.js';
import { ensureEngineDatabase, loginWhenReady, ownerUrl } from './engine-database.js';
import { runningPostmaster } from './postmaster.js';
import { type ProcessLock, tryProcessLock } from './process-lock.js';
import { Supervision } from './supervision.js';

export interface EmbeddedPostgresOptions {
  /** Absolute. */
  dataDir: string;
  onProgress?: (step: string) => void;
}

export interface EmbeddedPostgres {
  ownerUrl: string;
  /** True when the server was already running: an engine that was killed had left it behind. */
  adopted: boolean;
  /** From now on a server that dies is started again, at the same address. */
  keepRunning(): void;
  stop(): Promise<void>;
}

/** A real PostgreSQL in the data folder, which outlives this process until `stop` is called. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = clusterFolder(options.dataDir);
  const lock = await lockStart(options);
  try {
    return await startLocked(cluster, options);
  } finally {
    lock.release();
  }
}

async function startLocked(
  cluster: ClusterFolder,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { dataDir, onProgress = () => undefined } = options;
  const programs = binaries(cluster);
  const superuserPassword = keptSecret(dataDir, 'postgres-password');
  const ownerPassword = keptSecret(dataDir, 'database-password');
  if (!existsSync(cluster.data)) {
    onProgress('Making the database (first start only)');
    await initialize(cluster, programs, superuserPassword);
  }
  refuseOtherVersion(cluster, programs);
  const { admin, adopted } = await loggedIn(cluster, programs, { superuserPassword, onProgress });
  try {
    await ensureEngineDatabase(admin, ownerPassword);
    const url = ownerUrl(admin.port, ownerPassword);
    return { ownerUrl: url, adopted, ...lifetime(cluster, programs, admin.port) };
  } finally {
    await admin.end();
  }
}

function lifetime(cluster: ClusterFolder, programs: Binaries, port: number) {
  const supervision = new Supervision({
    isRunning: () => runningPostmaster(cluster.data) !== null,
    restart: async () => void (await start(cluster, programs, port)),
  });
  return {
    keepRunning: () => supervision.begin(),
    async stop(): Promise<void> {
      await supervision.end();
      await stop(cluster, programs);
    },
  };
}

async function loggedIn(
  cluster: ClusterFolder,
  programs: Binaries,
  { superuserPassword, onProgress }: { superuserPassword: string; onProgress: (step: string) => void },
) {
  const running = () => runningPostmaster(cluster.data);
  const leftBehind = await loginWhenReady(running, superuserPassword);
  if (leftBehind) {
    onProgress('Taking over the PostgreSQL that an earlier engine left running');
    return { admin: leftBehind, adopted: true };
  }
  onProgress('Starting PostgreSQL');
  await start(cluster, programs);
  const admin = await loginWhenReady(running, superuserPassword);
  if (admin === null)
    throw new Error(`The embedded PostgreSQL stopped while it started; see ${cluster.log}.`);
  return { admin, adopted: false };
}

/** Two processes that make the same cluster at once would destroy it. */
async function lockStart({ dataDir, onProgress }: EmbeddedPostgresOptions): Promise<ProcessLock> {
  for (let waited = false; ; waited = true) {
    const lock = tryProcessLock(join(dataDir, 'postgres.lock'));
    if (lock) return lock;
    if (!waited) onProgress?.('Waiting for another engine that starts the database in this folder');
    await sleep(250);
  }
}
