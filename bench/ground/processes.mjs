import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SECRET_KEY } from './postgres.mjs';

const MAIN = path.resolve(import.meta.dirname, '../../dist/src/main.js');
const START_TIMEOUT_MS = 40_000;

export const ADMIN_TOKEN = 'operator-of-the-benchmarks-'.repeat(2);

/** The shipped engine as one API process, with the settings of production: a line in the log for each request. */
export async function startEngine({ databaseUrl, folder, name, env = {} }) {
  const port = await freePort();
  const dataDir = path.join(folder, name);
  await mkdir(dataDir, { recursive: true });
  const place = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
  const child = spawn(process.execPath, [...nodeFlags(name), MAIN], {
    env: { ...engineEnvironment(databaseUrl, dataDir), ROLE: 'api', ...place, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(child, port);
  return { port, pid: child.pid, stop: () => stop(child) };
}

/** One of the bench's own servers; it tells its port, or whatever else there is to know, when it is ready. */
export async function startServer(file, env) {
  const child = fork(path.resolve(import.meta.dirname, '..', file), {
    env: { ...inherited(), ...env },
    execArgv: ['--expose-gc', ...nodeFlags(path.basename(file, '.mjs'))],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ready = await answerOf(child);
  const ask = async (question) => {
    child.send(question);
    return answerOf(child);
  };
  return { ...ready, pid: child.pid, ask, stop: () => stop(child) };
}

export function engineEnvironment(databaseUrl, dataDir) {
  return {
    ...inherited(),
    HOST: '127.0.0.1',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ADMIN_TOKEN,
    SECRET_KEY,
    LOG_FORMAT: 'json',
    REST_PER_MINUTE: '1000000',
  };
}

function inherited() {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR, NODE_ENV: 'production' };
}

/** BENCH_PROFILE=<folder> has every server leave a profile of its processor time there. */
function nodeFlags(name) {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`, `--cpu-prof-name=${name}.cpuprofile`] : [];
}

async function answerOf(child) {
  const answered = new AbortController();
  const { signal } = answered;
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), failure(child, signal)]);
    if (answer.error) throw new Error(answer.error);
    return answer;
  } finally {
    answered.abort();
  }
}

async function failure(child, signal) {
  const [code] = await once(child, 'exit', { signal });
  throw new Error(`${child.spawnargs.at(-1)} ended with ${code}`);
}

async function untilReady(child, port) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await pause(50);
  }
  throw new Error('The engine did not get ready');
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await exit;
  clearTimeout(impatience);
}

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
