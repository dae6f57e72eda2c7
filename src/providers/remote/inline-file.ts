import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { refusalWhenFull } from '../../platform/storage/disk-full.js';
import type { ProviderContext, ProviderOutput } from '../provider.types.js';

/** What came inside of an answer goes to disk at once, so that it is in memory no longer than the answer is. */
export async function inlineFile(
  workFolder: ProviderContext['workFolder'],
  name: string,
  { base64, mimeType }: { base64: string; mimeType: string },
): Promise<ProviderOutput> {
  const file = path.join(await workFolder(), name);
  try {
    await writeFile(file, base64, { encoding: 'base64', flag: 'w' });
  } catch (error) {
    throw refusalWhenFull(error);
  }
  return { file, mimeType };
}
