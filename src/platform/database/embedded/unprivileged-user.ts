import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SystemUser {
  uid: number;
  gid: number;
}

const PREFERRED_NAMES = ['postgres', '_postgres', 'nobody'];

export function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

/** PostgreSQL refuses to run as root, and needs a user that the system knows by name. */
export function unprivilegedUser(): SystemUser {
  const known = new Map<string, SystemUser>();
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name = '', , uid, gid] = line.split(':');
    if (Number(uid) > 0) known.set(name, { uid: Number(uid), gid: Number(gid) });
  }
  const preferred = PREFERRED_NAMES.find((name) => known.has(name));
  const user = preferred === undefined ? known.values().next().value : known.get(preferred);
  if (user) return user;
  throw new Error(
    'PostgreSQL does not run as root and /etc/passwd names no other user. Start the engine as another user, or set DATABASE_URL.',
  );
}

/** Whether the user may enter every folder on the way to this one, and this one too. */
export function canEnter(folder: string, user: SystemUser): boolean {
  const path = realpathSync(folder);
  const { mode, uid, gid } = statSync(path);
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & bit) === 0) return false;
  const parent = dirname(path);
  return parent === path || canEnter(parent, user);
}
