import { randomUUID } from 'node:crypto';
import { link, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { HOUR_MS } from '../clock.js';
import { hasCode, unlessMissing } from './durable-files.js';

const ARRIVING = '.arriving';
const REMOVING = '.removing';
/** No copy and no removal takes this long: what is older was left by a process that died. */
const LEFT_BEHIND_AFTER_MS = HOUR_MS;

export function arrivingName(file: string): string {
  return `${file}.${randomUUID()}${ARRIVING}`;
}

export function removingName(file: string): string {
  return `${file}.${randomUUID()}${REMOVING}`;
}

/** Half a copy goes; content whose removal was not decided comes back, and may be swept like any other. */
export async function clearLeftover(file: string): Promise<void> {
  const extension = path.extname(file);
  if (extension !== ARRIVING && extension !== REMOVING) return;
  const found = await unlessMissing(stat(file));
  if (!found || Date.now() - found.ctimeMs < LEFT_BEHIND_AFTER_MS) return;
  if (extension === REMOVING) await linkUnlessThere(file, originalName(file));
  await rm(file, { force: true });
}

function originalName(file: string): string {
  return file.slice(0, file.length - REMOVING.length - randomUUID().length - 1);
}

async function linkUnlessThere(from: string, to: string): Promise<void> {
  await link(from, to).catch((error: unknown) => {
    if (!hasCode(error, 'EEXIST')) throw error;
  });
}
