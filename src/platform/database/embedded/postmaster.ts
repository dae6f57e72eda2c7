import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isAlive } from './process-identity.js';

export interface Postmaster {
  pid: number;
  port: number;
}

/** What postmaster.pid says, whether or not that server still runs. */
export function readPostmaster(data: string): Postmaster | null {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]) };
  } catch {
    return null;
  }
}

/** The server that runs on this folder, ours or one that an engine which was killed left behind. */
export function runningPostmaster(data: string): Postmaster | null {
  const postmaster = readPostmaster(data);
  if (postmaster === null || !isAlive(postmaster.pid)) return null;
  const command = commandOf(postmaster.pid);
  return command === null || command.includes(data) ? postmaster : null;
}

/**
 * PostgreSQL clears away the file of a dead server by itself, but not when another process has got its number since,
 * which is the rule after a reboot or in a container.
 */
export function clearStalePidFile(data: string): void {
  const postmaster = readPostmaster(data);
  if (postmaster === null || !isAlive(postmaster.pid) || runningPostmaster(data) !== null) return;
  rmSync(join(data, 'postmaster.pid'), { force: true });
}
