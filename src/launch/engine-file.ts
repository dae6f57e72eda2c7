import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND_MS } from '../platform/clock.js';
import { isAlive } from '../platform/database/embedded/process-identity.js';

/** Where a running engine is found by a second start and by other programs of this machine. */
export interface EngineFile {
  pid: number;
  url: string;
  startedAt: string;
}

export function writeEngineFile(dataDir: string, url: string): void {
  const engine: EngineFile = { pid: process.pid, url, startedAt: new Date().toISOString() };
  const draft = `${fileIn(dataDir)}.${process.pid}`;
  // With a database and secrets of the operator's own nothing has needed the folder before.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${JSON.stringify(engine, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, fileIn(dataDir));
}

export function removeEngineFile(dataDir: string): void {
  if (readEngineFile(dataDir)?.pid === process.pid) rmSync(fileIn(dataDir), { force: true });
}

/** A file alone proves nothing: the engine it names may have been killed. It must answer. */
export async function findRunningEngine(dataDir: string): Promise<EngineFile | null> {
  const engine = readEngineFile(dataDir);
  if (engine === null || !isAlive(engine.pid)) return null;
  try {
    const answer = await fetch(`${engine.url}/health/live`, { signal: AbortSignal.timeout(3 * SECOND_MS) });
    return answer.ok ? engine : null;
  } catch {
    return null;
  }
}

function readEngineFile(dataDir: string): EngineFile | null {
  try {
    return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as EngineFile;
  } catch {
    return null;
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'engine.json');
}
