import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { prepare } from './prepare.mjs';

// `npm test` on a bare clone: installs and builds what is missing, then hands its arguments on to jest.
const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
await prepare();

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const { status } = spawnSync(process.execPath, [jest, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
