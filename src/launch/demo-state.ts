import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far the first start got; whatever is missing is done by the next one. */
export interface DemoState {
  teamId?: string;
  /** Set once the token is in its file. */
  tokenId?: string;
  /** The token and the examples were shown. */
  introduced?: boolean;
  jobId?: string;
  /** The picture was shown, or the job ended without one: the demonstration is over. */
  finished?: boolean;
}

export function readDemoState(dataDir: string): DemoState {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoState) : {};
}

export function writeDemoState(dataDir: string, state: DemoState): void {
  replace(join(dataDir, 'demo.json'), `${JSON.stringify(state, null, 2)}\n`);
}

export function demoTokenFile(dataDir: string): string {
  return join(dataDir, 'demo-token');
}

export function readDemoToken(dataDir: string): string | null {
  const file = demoTokenFile(dataDir);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

export function writeDemoToken(dataDir: string, token: string): void {
  replace(demoTokenFile(dataDir), `${token}\n`);
}

function replace(file: string, text: string): void {
  writeFileSync(`${file}.draft`, text, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}
