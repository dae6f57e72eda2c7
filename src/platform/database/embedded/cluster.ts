import {
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
// Not clock.ts: a wait at the start is all that keeps the process alive.
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../clock.js';
import type { Binaries } from './binaries.js';
import type { ClusterFolder } from './cluster-folder.js';
import { clearStalePidFile, type Postmaster, runningPostmaster } from './postmaster.js';
import { isAlive } from './process-identity.js';
import { runProgram } from './run-program.js';

const SUPERUSER = 'postgres';
const START_ATTEMPTS = 5;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** Sized for a laptop. Nothing here trades durability: fsync stays on. Logs carry no statements, they hold secrets. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Made aside and moved into place, so that a kill in the middle leaves nothing that looks like a cluster. */
export async function initialize(
  cluster: ClusterFolder,
  programs: Binaries,
  password: string,
): Promise<void> {
  const draft = `${cluster.data}.draft`;
  const passwordFile = join(cluster.folder, 'initial-password');
  rmSync(draft, { recursive: true, force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (cluster.user) chownSync(passwordFile, cluster.user.uid, cluster.user.gid);
  try {
    const identity = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    await runProgram(
      programs.initdb,
      [`--pgdata=${draft}`, ...identity, '--encoding=UTF8', '--locale=C'],
      cluster.user,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, cluster.data);
}

export function refuseOtherVersion({ data }: ClusterFolder, { major }: Binaries): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new Error(
    `The database in ${data} was made by PostgreSQL ${found}, and this engine brings PostgreSQL ${major}. ` +
      'Start the engine version that made it and move the data with pg_dump, or set DATA_DIR to another folder.',
  );
}

export async function start(cluster: ClusterFolder, programs: Binaries, port?: number): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    clearStalePidFile(cluster.data);
    try {
      await startOnce(cluster, programs, port ?? (await freePort()));
    } catch (error) {
      // The port may have been taken since we looked, and children of a killed server hold its memory for a moment.
      if (attempt === START_ATTEMPTS) throw withLog(error, cluster.log);
      await sleep(SECOND_MS);
      continue;
    }
    const postmaster = runningPostmaster(cluster.data);
    if (postmaster) return postmaster;
    if (attempt === START_ATTEMPTS)
      throw withLog(new Error('PostgreSQL stopped right after its start.'), cluster.log);
  }
}

async function startOnce(cluster: ClusterFolder, programs: Binaries, port: number): Promise<void> {
  if (existsSync(cluster.log) && statSync(cluster.log).size > LOG_LIMIT_BYTES) truncateSync(cluster.log);
  const settings = { ...SETTINGS, port: String(port) };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}="${value}"`);
  const place = ['-D', cluster.data, '-l', cluster.log];
  await runProgram(
    programs.pgCtl,
    ['start', '-w', '-t', '120', ...place, '-o', options.join(' ')],
    cluster.user,
  );
}

export async function stop(cluster: ClusterFolder, programs: Binaries): Promise<void> {
  const postmaster = runningPostmaster(cluster.data);
  if (postmaster === null) return;
  const halt = (mode: string): Promise<void> =>
    runProgram(programs.pgCtl, ['stop', '-w', '-t', '30', '-m', mode, '-D', cluster.data], cluster.user);
  // "immediate" is a crash that the next start recovers from: better than a server left behind.
  await halt('fast').catch(() => runningPostmaster(cluster.data) && halt('immediate'));
  // The pid file goes a moment before the process does.
  while (isAlive(postmaster.pid)) await sleep(20);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function withLog(cause: unknown, log: string): Error {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-8) : [];
  return new Error(`The embedded PostgreSQL did not start. The end of ${log}:\n${lines.join('\n')}`, {
    cause,
  });
}
