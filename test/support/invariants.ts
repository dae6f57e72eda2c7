import { execFile } from 'node:child_process';
import path from 'node:path';
import { SECRET_KEY } from './secrets.js';

const AUDIT = path.resolve(import.meta.dirname, '../../dist/src/launch/audit.main.js');

/** What the engine's own audit of everything says does not hold, line by line. */
export async function brokenInvariants(settings: {
  DATABASE_URL?: string;
  DATA_DIR: string;
}): Promise<string[]> {
  const output = await audit({ PATH: process.env.PATH, HOME: process.env.HOME, SECRET_KEY, ...settings });
  const lines = output.trim().split('\n');
  if (lines.length < 10) throw new Error(`The audit did not run: ${output}`);
  return lines.filter((line) => !line.startsWith('holds '));
}

/** It exits with 1 when something is broken, which is an answer like any other. */
function audit(env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve) =>
    execFile(process.execPath, [AUDIT], { env }, (_error, stdout, stderr) => resolve(stdout + stderr)),
  );
}
