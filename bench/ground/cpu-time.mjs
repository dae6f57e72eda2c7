import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second, whatever the kernel's own clock does. */
const TICKS_PER_SECOND = 100;
const PARENT = 1;
const USER = 11;
const SYSTEM = 12;
const USER_OF_ENDED_CHILDREN = 13;
const SYSTEM_OF_ENDED_CHILDREN = 14;

/** Seconds of processor time that these processes and their children have used; null where /proc does not tell. */
export function cpuSecondsOf(pids) {
  if (process.platform !== 'linux') return null;
  const wanted = new Set(pids);
  let ticks = 0;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const fields = statOf(pid);
    if (!fields) continue;
    const isParent = wanted.has(Number(pid));
    if (!isParent && !wanted.has(fields[PARENT])) continue;
    ticks += fields[USER] + fields[SYSTEM];
    if (isParent) ticks += fields[USER_OF_ENDED_CHILDREN] + fields[SYSTEM_OF_ENDED_CHILDREN];
  }
  return ticks / TICKS_PER_SECOND;
}

/** The fields behind the name, which may itself hold spaces and brackets. Undefined when the process has gone. */
function statOf(pid) {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line
      .slice(line.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
}
