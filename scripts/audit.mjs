import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { prepare } from './prepare.mjs';

// `npm run audit:ledger`, on a bare clone too.
await prepare();
const main = fileURLToPath(new URL('../dist/src/launch/audit.main.js', import.meta.url));
const audit = spawn(process.execPath, ['--enable-source-maps', main], { stdio: 'inherit' });
audit.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
audit.once('exit', (code) => process.exit(code ?? 1));
