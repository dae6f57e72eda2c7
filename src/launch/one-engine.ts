import { join } from 'node:path';
// Not clock.ts: a wait at the start is all that keeps the process alive.
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../platform/clock.js';
import { type ProcessLock, tryProcessLock } from '../platform/database/embedded/process-lock.js';
import { type EngineFile, findRunningEngine } from './engine-file.js';
import { LaunchProblem } from './launch-problem.js';
import { say } from './terminal.js';

const PATIENCE_MS = 120 * SECOND_MS;

export type Place = { taken: EngineFile } | { lock: ProcessLock } | 'given up';

/** One engine for each data folder: whoever comes second finds the first, also while that is still starting or stopping. */
export async function takePlace(dataDir: string, stopping: AbortSignal): Promise<Place> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let waited = false; Date.now() < deadline; waited = true) {
    const lock = tryProcessLock(join(dataDir, 'engine.lock'));
    if (lock) return { lock };
    const taken = await findRunningEngine(dataDir);
    if (taken) return { taken };
    if (!waited) say('Another engine is starting or stopping in this data folder; waiting for it …');
    await sleep(SECOND_MS / 4);
    if (stopping.aborted) return 'given up';
  }
  throw new LaunchProblem(
    `Another process holds ${join(dataDir, 'engine.lock')} and does not answer. ` +
      'Stop it, or set DATA_DIR to another folder.',
  );
}
