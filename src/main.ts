import 'reflect-metadata';
import { setFlagsFromString } from 'node:v8';
import { EngineProcess } from './launch/engine-process.js';
import { LaunchProblem } from './launch/launch-problem.js';
import { takePlace } from './launch/one-engine.js';
import { aborted, StopSignals } from './launch/stop-signals.js';
import { say } from './launch/terminal.js';
import { welcome } from './launch/welcome.js';
import { SECOND_MS } from './platform/clock.js';
import { ConfigError } from './platform/config/config-problems.js';
import type { EngineConfig } from './platform/config/config.types.js';
import { loadConfig } from './platform/config/load-config.js';
import { DatabaseNotReady } from './platform/database/database-not-ready.js';
import { CatalogueError } from './providers/catalogue.errors.js';

/** Their messages say what to mend; where in the code they were noticed does not help. */
const FOR_THE_OPERATOR = [ConfigError, DatabaseNotReady, LaunchProblem, CatalogueError];

// Half of what is in use may be garbage before it is collected. Left alone V8 waits until the heap is several times of that.
setFlagsFromString('--heap-growing-percent=50');

const signals = new StopSignals();
signals.listen();
// The terminal may be gone before we are.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);
process.on('uncaughtException', fail);

try {
  await run(loadConfig(process.env));
} catch (error) {
  fail(error);
}
process.exit();

async function run(config: EngineConfig): Promise<void> {
  signals.stopping.addEventListener('abort', () => stopOrDie(config.shutdownGraceMs + 5 * SECOND_MS));
  const engine = new EngineProcess(config, signals);
  if (config.database.embedded) {
    const place = await takePlace(config.dataDir, signals.stopping);
    if (place === 'given up') return;
    if ('taken' in place) return say(`MCP Media Engine is already running at ${place.taken.url}`);
    engine.undoLater(() => place.lock.release());
  }
  try {
    const url = await engine.start();
    if (url !== null && config.database.embedded) void welcome(url, config, signals.stopping);
    await aborted(signals.stopping);
  } catch (error) {
    fail(error);
  }
  await engine.stop();
}

/** Something that never ends must not keep the process: whoever supervises it would kill Postgres with it. */
function stopOrDie(afterMs: number): void {
  setTimeout(() => {
    process.stderr.write('The engine did not stop in time and exits now.\n');
    process.exit(1);
  }, afterMs).unref();
}

function fail(error: unknown): void {
  const isForTheOperator = FOR_THE_OPERATOR.some((kind) => error instanceof kind);
  const text = error instanceof Error ? (isForTheOperator ? error.message : error.stack) : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
  signals.request();
}
