import { readFileSync } from 'node:fs';
import { bundledFile } from '../../platform/bundled-files.js';
import type { Invariant } from './invariant.types.js';
import { parseInvariants } from './parse-invariants.js';

/** The same file for the torture run, the command and the workers; it is not compiled, so it lies outside of dist. */
export function readInvariants(): Invariant[] {
  return parseInvariants(readFileSync(bundledFile('bench', 'torture', 'invariants.sql'), 'utf8'));
}
