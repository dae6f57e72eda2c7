import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSecondsOf } from './cpu-time.mjs';
import { fromBuild } from './from-build.mjs';
import { ask } from './http-load.mjs';

const { RenderPool } = await fromBuild('providers/studio/process/render-pool.js');
const { RENDER_ENTRY } = await fromBuild('providers/studio/process/render-entry.js');
const { prepareStudioOrder } = await fromBuild('providers/studio/studio-order.js');

const POLL_SECONDS = 50;
const LOOK_AGAIN_MS = 250;
const NEVER = new AbortController().signal;

/** The renderer without the engine, one work after the other, in a process that is kept. */
export async function startBareStudio(ground) {
  const folder = await mkdtemp(path.join(ground.folder, 'studio-'));
  const pool = new RenderPool({ entry: RENDER_ENTRY, size: 1, idleMs: 600_000 });
  return {
    pids: [process.pid],
    render: (request) => {
      const { order } = prepareStudioOrder({ n: 1, input: {}, ...request });
      return pool.render({ order, folder }, { signal: NEVER, onProgress: () => undefined });
    },
    stop: () => pool.close(),
  };
}

/** Processor time of a work, with its share of whatever waits for it. */
export async function cpuSecondsFor(studio, request) {
  const before = cpuSecondsOf(studio.pids);
  await studio.render(request);
  return cpuSecondsOf(studio.pids) - before;
}

/** The same work as jobs of an engine, submitted at once and waited for. */
export async function throughJobs(engine, { token }, job, count) {
  const beganAt = performance.now();
  const accepted = await Promise.all(
    Array.from({ length: count }, () =>
      ask(engine.port, { method: 'POST', path: '/v1/jobs', token, json: job }, 202),
    ),
  );
  for (const { id } of accepted) await untilCompleted(engine, token, id);
  return { count, seconds: (performance.now() - beganAt) / 1_000 };
}

async function untilCompleted({ port }, token, id) {
  for (;;) {
    const { status, error } = await ask(port, { path: `/v1/jobs/${id}?wait=${POLL_SECONDS}`, token }, 200);
    if (status === 'completed') return;
    if (status === 'failed' || status === 'canceled') throw new Error(`${id} ${status}: ${error.message}`);
  }
}

/** In megabytes: what a process and its children have resident, and the most that any of the children has had. */
export function memoryOf(parent) {
  const children = childrenOf(parent);
  const resident = [statusOf(parent), ...children].map((status) => megabytes(status, 'VmRSS'));
  return {
    resident: resident.reduce((sum, one) => sum + one, 0),
    peakOfChildren: Math.max(0, ...children.map((status) => megabytes(status, 'VmHWM'))),
  };
}

export async function untilWithoutChildren(parent) {
  while (childrenOf(parent).length > 0) await pause(LOOK_AGAIN_MS);
}

function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statusOf(pid))
    .filter((status) => new RegExp(`^PPid:\\s+${parent}$`, 'm').test(status));
}

function megabytes(status, name) {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 1_024;
}

function statusOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}
