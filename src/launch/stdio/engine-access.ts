import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { SECOND_MS } from '../../platform/clock.js';
import { readDemoToken } from '../demo-state.js';
import { findRunningEngine } from '../engine-file.js';
import { engineUrl } from '../engine-problems.js';
import { LaunchProblem } from '../launch-problem.js';

const MAIN = fileURLToPath(new URL('../../main.js', import.meta.url));
/** The very first start makes a database. */
const PATIENCE_MS = 120 * SECOND_MS;

export interface EngineAccess {
  url: string;
  token: string;
}

export interface AccessSettings {
  /** Of a remote engine; both or neither. */
  url: string | undefined;
  token: string | undefined;
  dataDir: string;
}

/** Finds the engine to speak to: the one that was named, the one that runs here, or one that it starts. */
export class EngineFinder {
  private started: ChildProcess | null = null;

  constructor(private readonly settings: AccessSettings) {}

  async find(): Promise<EngineAccess> {
    return (await this.running()) ?? this.start();
  }

  /** Null when none was named and none runs here. */
  async running(): Promise<EngineAccess | null> {
    const { url, token } = this.settings;
    if (url !== undefined && token !== undefined) return { url: engineUrl(url), token };
    if (url !== undefined || token !== undefined)
      throw new LaunchProblem('Set both MEDIA_ENGINE_URL and MEDIA_ENGINE_TOKEN, or neither.');
    return this.local();
  }

  /** An engine that was started for this client ends with it; one that ran before stays. */
  async stop(): Promise<void> {
    const child = this.started;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  private async local(): Promise<EngineAccess | null> {
    const engine = await findRunningEngine(this.settings.dataDir);
    const token = readDemoToken(this.settings.dataDir);
    return engine && token !== null ? { url: engine.url, token } : null;
  }

  private async start(): Promise<EngineAccess> {
    // Its stdout shows the token at the very first start, and hosts keep what we write in their logs.
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', process.stderr],
      env: { ...process.env, DATA_DIR: this.settings.dataDir },
    });
    this.started = child;
    const deadline = Date.now() + PATIENCE_MS;
    while (Date.now() < deadline && child.exitCode === null) {
      const access = await this.local();
      if (access) return access;
      await sleep(SECOND_MS / 4);
    }
    throw new LaunchProblem('The engine did not start; the reason stands above.');
  }
}
