import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Invariant } from './invariant.types.js';
import { parseInvariants } from './parse-invariants.js';

/** The same file for the torture run, the command and the workers; it is not compiled, so it lies outside of dist. */
export function readInvariants(): Invariant[] {
  const root = packageRoot(dirname(fileURLToPath(import.meta.url)));
  return parseInvariants(readFileSync(join(root, 'bench/torture/invariants.sql'), 'utf8'));
}

function packageRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('There is no package.json above the code of the engine');
  return packageRoot(parent);
}
