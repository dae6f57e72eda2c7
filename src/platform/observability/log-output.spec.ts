import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { linesByTurn } from './log-output.js';

// What is thrown outside of it fails the test that runs.
test('a log that can not be written, as on a full disk, ends nothing', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'log-'));
  const file = path.join(folder, 'log');
  writeFileSync(file, '');
  const refusing = openSync(file, 'r');
  const lines = linesByTurn(refusing);
  for (let turn = 0; turn < 3; turn++) {
    lines.write(`${'a line '.repeat(2_000)}\n`);
    await nextTurn();
    await nextTurn();
  }
  closeSync(refusing);
  rmSync(folder, { recursive: true });
});
