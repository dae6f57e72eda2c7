import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// Plain Node without dependencies: this runs before anything is installed.

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const BUILD_STAMP = path.join(ROOT, 'dist', '.built-from');
const BUILT_FROM = [
  'src',
  'migrations',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'scripts/bundle-viewer.mjs',
  'assets/mcp-app/model-viewer.mjs',
];
const OLDEST_NODE = [20, 19];

/** Brings node_modules and dist up to date; does nothing, without a word, when they are. */
export async function prepare() {
  refuseOldNode();
  if (!isInstalled()) install();
  const sources = hashOfSources();
  if (readIfThere(BUILD_STAMP) !== sources) build(sources);
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  stop(
    `Node ${OLDEST_NODE.join('.')} or newer is needed, and this is ${process.version}. See https://nodejs.org`,
  );
}

/** npm writes its own copy of the lock file when an install has finished. */
function isInstalled() {
  const found = readIfThere(path.join(ROOT, 'node_modules', '.package-lock.json'));
  if (found === null) return false;
  const installed = JSON.parse(found).packages;
  const wanted = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([folder, { version, integrity, optional, devOptional }]) =>
      folder === '' ||
      (installed[folder]
        ? installed[folder].version === version && installed[folder].integrity === integrity
        : optional === true || devOptional === true), // for another platform
  );
}

function install() {
  console.log('Installing packages (once; the only step that needs the network) …');
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // The npm that started us, because the one on the PATH may be another or none.
  const npm = process.env.npm_execpath;
  const isScript = npm !== undefined && /\.[cm]?js$/.test(npm);
  const outcome = isScript
    ? run(process.execPath, [npm, ...flags])
    : run('npm', flags, { shell: process.platform === 'win32' });
  if (outcome !== 0)
    stop('The packages could not be installed; the reason stands above. Mend it and start again.');
}

function build(sources) {
  console.log('Building …');
  const compiler = path.join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const bundler = path.join(ROOT, 'scripts', 'bundle-viewer.mjs');
  // The compiler empties the folder first.
  if (run(process.execPath, [compiler, 'build']) !== 0 || run(process.execPath, [bundler]) !== 0)
    stop('The build failed; the reason stands above.');
  // Last, so that a build which was interrupted is made again.
  writeFileSync(BUILD_STAMP, sources);
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of BUILT_FROM.flatMap((entry) => filesUnder(path.join(ROOT, entry)))) {
    hash
      .update(`${path.relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(entry) {
  const children = directoryOf(entry);
  if (children === null) return existsSync(entry) ? [entry] : [];
  const compiled = children.filter((child) => !child.endsWith('.spec.ts'));
  return compiled.toSorted().flatMap((child) => filesUnder(path.join(entry, child)));
}

function directoryOf(entry) {
  try {
    return readdirSync(entry);
  } catch {
    return null;
  }
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
  if (error) console.error(error.message);
  return status;
}

function stop(message) {
  console.error(`\n${message}`);
  process.exit(1);
}
