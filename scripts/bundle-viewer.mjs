import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

// The one script that browsers load from the engine, made when the engine is compiled.

const ROOT = path.resolve(import.meta.dirname, '..');
const VIEWER = path.join(ROOT, 'dist', 'mcp-app', 'model-viewer.js');
const LICENCE = readFileSync(path.join(ROOT, 'node_modules', 'three', 'LICENSE'), 'utf8');

buildSync({
  entryPoints: [path.join(ROOT, 'assets', 'mcp-app', 'model-viewer.mjs')],
  outfile: VIEWER,
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'modelViewer',
  target: 'es2022',
  legalComments: 'none',
  banner: { js: `/*!\n${LICENCE}*/` },
  logLevel: 'warning',
});
writeFileSync(`${VIEWER}.gz`, gzipSync(readFileSync(VIEWER), { level: 9 }));
