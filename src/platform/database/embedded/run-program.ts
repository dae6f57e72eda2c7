import { spawn } from 'node:child_process';
import type { SystemUser } from './unprivileged-user.js';

/**
 * Runs a program of PostgreSQL to its end. It gets a bare environment, because locale variables and PG* of the
 * terminal must not decide what the database becomes, and starts in / because our folder may be closed to its user.
 */
export function runProgram(program: string, args: string[], user: SystemUser | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const environment = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, LC_ALL: 'C' };
    const child = spawn(program, args, {
      ...user,
      cwd: process.platform === 'win32' ? undefined : '/',
      env: environment,
      stdio: ['ignore', 'ignore', 'pipe'],
      // In a session of its own, so that Ctrl-C in the terminal stops neither it nor what it starts.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) return resolve();
      reject(new Error(`${program} ended with ${signal ?? `code ${code}`}. ${complaint.trim()}`));
    });
  });
}
