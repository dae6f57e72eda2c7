import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { canEnter, runsAsRoot, type SystemUser, unprivilegedUser } from './unprivileged-user.js';

/** Where a cluster of PostgreSQL lives and who runs it. */
export interface ClusterFolder {
  folder: string;
  data: string;
  log: string;
  /** Undefined: the user of this process. */
  user: SystemUser | undefined;
}

const OUTSIDE = '/var/lib/mcp-media-engine';

export function clusterFolder(dataDir: string): ClusterFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (!runsAsRoot()) {
    const folder = join(realpathSync(dataDir), 'postgres');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return inside(folder, undefined);
  }
  const owner = unprivilegedUser();
  const folder = canEnter(dirname(realpathSync(dataDir)), owner)
    ? sharedFolder(dataDir)
    : outsideFolder(dataDir);
  const user = existsSync(folder) ? ownerOf(folder) : owner;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  return inside(folder, user);
}

function inside(folder: string, user: SystemUser | undefined): ClusterFolder {
  return { folder, data: join(folder, 'data'), log: join(folder, 'postgres.log'), user };
}

/** Others may pass through the data folder to theirs, and still can't list it or read what is beside. */
function sharedFolder(dataDir: string): string {
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  return join(realpathSync(dataDir), 'postgres');
}

/** Under a closed home such as /root no other user reaches the data folder, so it only says where the cluster is. */
function outsideFolder(dataDir: string): string {
  const pointer = join(dataDir, 'postgres-folder');
  if (!existsSync(pointer)) {
    mkdirSync(OUTSIDE, { recursive: true, mode: 0o755 });
    writeFileSync(pointer, `${join(OUTSIDE, randomBytes(6).toString('hex'))}\n`, { mode: 0o600 });
  }
  return readFileSync(pointer, 'utf8').trim();
}

function ownerOf(folder: string): SystemUser {
  const { uid, gid } = statSync(folder);
  return uid === 0 ? unprivilegedUser() : { uid, gid };
}
