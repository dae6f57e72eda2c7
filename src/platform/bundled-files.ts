import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sources run from `src`, the built engine from `dist`: both belong to the nearest package.json above. */
function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The engine does not find its own package.json.');
  return packageRoot(parent);
}

const ROOT = packageRoot(dirname(fileURLToPath(import.meta.url)));

/** The path of a file that comes with the engine, e.g. `bundledFile('assets', 'fonts')`. */
export function bundledFile(...segments: string[]): string {
  return join(ROOT, ...segments);
}
