import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_NAME, ENGINE_VERSION } from './engine-version.js';

it('the engine tells the version of its package', () => {
  const { name, version } = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8'));
  expect([ENGINE_NAME, ENGINE_VERSION]).toEqual([name, version]);
});
