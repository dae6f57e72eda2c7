import { readFileSync } from 'node:fs';
import { bundledFile } from '../../platform/bundled-files.js';
import type { Finding } from './finding.types.js';

interface Manifest {
  engines: { node: string };
}

/** The version that package.json asks for, such as `>=20.19`. */
export function checkNode(version = process.versions.node): Finding {
  const { engines } = JSON.parse(readFileSync(bundledFile('package.json'), 'utf8')) as Manifest;
  const wanted = engines.node.replace('>=', '');
  if (isAtLeast(version, wanted)) return { area: 'node', state: 'ok', says: `Node.js ${version}` };
  return {
    area: 'node',
    state: 'problem',
    says: `Node.js ${version} is too old.`,
    remedy: `Install Node.js ${wanted} or newer.`,
  };
}

function isAtLeast(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}
