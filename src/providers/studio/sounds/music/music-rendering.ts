import { join } from 'node:path';
import { hash32, Random } from '../../drawing/random.js';
import type { OnProgress, RenderedFile } from '../../studio-order.types.js';
import { SOUND_MIME_TYPES, writeSound } from '../sound-file.js';
import { listenTo } from './listening.js';
import type { MusicOrder } from './music-order.types.js';
import { perform } from './performance.js';

const PLAYED = 0.7;

export async function renderMusic(
  { prompt, seconds, format, seeds }: MusicOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const [index, seed] of seeds.entries()) {
    const share = (fraction: number) => onProgress((index + fraction) / seeds.length);
    const random = new Random(hash32(`${seed}/${prompt.normalize('NFC')}`));
    const sound = perform(listenTo(prompt), seconds, random);
    share(PLAYED);
    const file = join(folder, `output-${index + 1}.${format}`);
    await writeSound(sound, format, file);
    share(1);
    files.push({ file, mimeType: SOUND_MIME_TYPES[format] });
  }
  return files;
}
