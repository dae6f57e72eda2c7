import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { bundledFile } from '../../platform/bundled-files.js';

const FILE = bundledFile('dist', 'mcp-app', 'model-viewer.js');
const script = readFileSync(FILE);

/** What the page of a job loads when there is a 3D model to show, read once: a build that goes on may empty its folder. */
export const MODEL_VIEWER = {
  path: '/mcp-app/model-viewer.js',
  version: createHash('sha256').update(script).digest('hex').slice(0, 16),
  script,
  packed: readFileSync(`${FILE}.gz`),
};
