import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startEngine } from '../ground/processes.mjs';

const IDLE_MS = 3_000;

export const title = 'the process with ROLE=all, idle, before its first render, without Postgres';

export async function run(ground) {
  const databaseUrl = await ground.freshDatabase('memory_engine');
  const engine = await startEngine({
    databaseUrl,
    folder: ground.folder,
    name: 'memory-engine',
    env: { ROLE: 'all' },
  });
  await pause(IDLE_MS);
  const figure = residentMegabytes(engine.pid);
  await engine.stop();
  return [{ what: 'resident memory', figure, unit: 'MB', atMost: 250 }];
}

function residentMegabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1_024;
}
