import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationPage } from './configuration-page.js';

const PAGE = join(process.cwd(), 'docs', 'configuration.md');

test('docs/configuration.md tells what the table of variables tells', () => {
  if (process.env.UPDATE_DOCS) writeFileSync(PAGE, configurationPage());
  expect(readFileSync(PAGE, 'utf8')).toBe(configurationPage());
});
