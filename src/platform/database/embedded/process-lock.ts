import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, startOf } from './process-identity.js';

export interface ProcessLock {
  release(): void;
}

/** A file that names the process which holds it; one left by a process that died is taken over. */
export function tryProcessLock(file: string): ProcessLock | null {
  const own = JSON.stringify({ pid: process.pid, started: startOf(process.pid) });
  if (!claim(file, own)) {
    const held = read(file);
    if (held !== null && (isHeld(held) || !discard(file, held))) return null;
    if (!claim(file, own)) return null;
  }
  return {
    release() {
      if (read(file) === own) rmSync(file, { force: true });
    },
  };
}

/** Linked into place, so that the file never exists without its content. */
function claim(file: string, own: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isHeld(content: string): boolean {
  try {
    const { pid, started } = JSON.parse(content) as { pid: number; started: string | null };
    return isAlive(pid) && (started === null || startOf(pid) === started);
  } catch {
    return false;
  }
}

/** Moved away and looked at again: between our look and our move another process may have taken the lock over. */
function discard(file: string, dead: string): boolean {
  const aside = `${file}.${process.pid}.dead`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const wasDead = read(aside) === dead;
  if (!wasDead) linkSync(aside, file);
  rmSync(aside, { force: true });
  return wasDead;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
