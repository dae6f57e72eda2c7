import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** In a container whose first process reaps nobody, the dead keep their numbers. */
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && statOf(pid)[0] === 'Z';
}

/** The fields of /proc/<pid>/stat after the name, which may hold spaces and parentheses. */
function statOf(pid: number): string[] {
  return (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
}

/** Tells a process from a later one that was given the same number, where the system says when it started. */
export function startOf(pid: number): string | null {
  try {
    if (process.platform === 'linux') return statOf(pid)[19] ?? null;
    return process.platform === 'win32' ? null : ps(pid, 'lstart=');
  } catch {
    return null;
  }
}

export function commandOf(pid: number): string | null {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return process.platform === 'win32' ? null : ps(pid, 'command=');
  } catch {
    return null;
  }
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
}
