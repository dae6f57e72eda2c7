import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MINUTE_MS } from '../../platform/clock.js';
import type { EngineConfig } from '../../platform/config/config.types.js';
import type { Storage } from '../../platform/storage/storage.js';
import type { WorkFolders } from '../../platform/storage/work-folders.js';
import type { Finding } from './finding.types.js';

/** By putting a file there, finding it and taking it away again. */
export async function checkStorage(
  storage: Storage,
  folders: WorkFolders,
  { storage: settings }: Pick<EngineConfig, 'storage'>,
): Promise<Finding> {
  const place = settings.kind === 's3' ? `bucket ${settings.bucket}` : settings.folder;
  const content = `A file of the doctor's: ${randomUUID()}`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  await folders.during(async (folder) => {
    const file = join(folder, 'doctor');
    await writeFile(file, content);
    await storage.put(file, sha256);
  });
  const size = await storage.size(sha256);
  await storage.remove(sha256, new Date(Date.now() + MINUTE_MS));
  if (size === content.length)
    return { area: 'storage', state: 'ok', says: `Files can be written and removed: ${place}.` };
  return { area: 'storage', state: 'problem', says: `A file that was put into ${place} was not there.` };
}
