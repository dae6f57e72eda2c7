import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

const MAIN = fileURLToPath(new URL('../dist/src/main.js', import.meta.url));
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT = process.ppid;

await prepare();
const engine = spawn(process.execPath, ['--enable-source-maps', MAIN], { stdio: 'inherit' });

// Ctrl-C reaches the engine twice so, once from the terminal; it takes them for one. What we add is waiting for its end.
for (const signal of FORWARDED) process.on(signal, () => engine.kill(signal));
// npm hands signals to its shell only, which dies of them and leaves us behind.
if (process.env.npm_lifecycle_event === 'start') {
  setInterval(() => process.ppid !== PARENT && engine.kill('SIGTERM'), 250).unref();
}

engine.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
engine.once('exit', (code) => process.exit(code ?? 1));
