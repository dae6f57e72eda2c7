import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { afterSuite } from './clean-up.js';
import { aDatabase, type TestDatabase } from './database.js';
import { ADMIN_TOKEN, SECRET_KEY } from './secrets.js';
import { PATIENCE_MS } from './until.js';

const MAIN = path.resolve(import.meta.dirname, '../../dist/src/main.js');

export interface EngineOptions {
  role?: 'all' | 'api' | 'worker';
  /** Beside or instead of the settings below. */
  env?: Record<string, string>;
  /** To start a second process on the data of a first. */
  database?: TestDatabase;
  dataDir?: string;
  /** To start again where an earlier one was. */
  port?: number;
}

export interface TestEngine extends TestProcess {
  database: TestDatabase;
}

export interface TestProcess {
  pid: number;
  url: string;
  dataDir: string;
  /** Both streams, line by line. */
  logs: string[];
  /** Sends the signal and waits until the process is gone, except for signals that do not end it. */
  kill: (signal?: NodeJS.Signals) => Promise<void>;
  /** Asks the engine to stop and answers its exit code. */
  stop: () => Promise<number | null>;
}

/** The built service in a process of its own, ready to serve; stopped after the suite. */
export async function anEngine(options: EngineOptions = {}): Promise<TestEngine> {
  const database = options.database ?? (await aDatabase());
  const dataDir = options.dataDir ?? (await aFolder());
  const place = { dataDir, settings: { DATABASE_URL: database.ownerUrl } };
  return { ...(await aProcess(options, place)), database };
}

/** As `npm start` runs it: on a PostgreSQL of its own in its data folder. */
export async function anEmbeddedEngine(
  options: Pick<EngineOptions, 'dataDir' | 'env'> = {},
): Promise<TestProcess> {
  return aProcess(options, { dataDir: options.dataDir ?? (await aFolder()), settings: {} });
}

interface Place {
  dataDir: string;
  settings: Record<string, string>;
}

async function aProcess(options: EngineOptions, { dataDir, settings }: Place): Promise<TestProcess> {
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { ...environment(options, dataDir, port), ...settings, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const engine: TestProcess = {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    dataDir,
    logs: linesOf(child),
    kill: (signal = 'SIGKILL') => kill(child, signal),
    stop: () => stop(child),
  };
  afterSuite(engine.stop);
  await untilReady(engine, child);
  return engine;
}

function environment(options: EngineOptions, dataDir: string, port: number): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    TMPDIR,
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(options.role && { PUBLIC_URL: `http://127.0.0.1:${port}` }),
    ROLE: options.role ?? 'all',
    DATA_DIR: dataDir,
    ADMIN_TOKEN,
    SECRET_KEY,
    // Suites are refused on purpose, and all from one address.
    UNAUTHENTICATED_PER_MINUTE: '100000',
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
  };
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'engine-data-'));
  afterSuite(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** None of those that the system gives out by itself: between two lives of an engine nobody else gets its port. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function linesOf(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface(stream).on('line', (line) => lines.push(line));
  }
  return lines;
}

async function untilReady(engine: TestProcess, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && !hasExited(child)) {
    const answer = await fetch(`${engine.url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  const outcome = hasExited(child)
    ? `exited with ${child.exitCode ?? child.signalCode}`
    : 'did not get ready';
  throw new Error(`The engine ${outcome}:\n${engine.logs.join('\n')}`);
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasExited(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') await exit;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (hasExited(child)) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill('SIGCONT'); // a suite may have left it stopped
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await exit;
  clearTimeout(impatience);
  return child.exitCode;
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
