import { join } from 'node:path';
import type { OnProgress, RenderedFile } from '../../studio-order.types.js';
import { fadeEnds, master } from '../signal/mastering.js';
import { SOUND_MIME_TYPES, writeSound } from '../sound-file.js';
import { narrate } from './narration.js';
import { passagesOf } from './passages.js';
import type { SpeechOrder } from './speech-order.types.js';

/** What spoken word is mastered to for the web. */
const LUFS = -16;
const SPOKEN = 0.6;
/** No two readings of a text are equally fast; the first is the voice's own. */
const PACES = [1, 0.95, 1.05, 0.9] as const;

export async function renderSpeech(
  { text, voice, speed, format, takes }: SpeechOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const [index, pace] of PACES.slice(0, takes).entries()) {
    const share = (fraction: number) => onProgress((index + fraction) / takes);
    const spoken = await narrate(passagesOf(text), { voice, speed: speed * pace }, (fraction) =>
      share(fraction * SPOKEN),
    );
    const sound = master([spoken], LUFS);
    fadeEnds(sound, 0.01, 0.03);
    const file = join(folder, `output-${index + 1}.${format}`);
    await writeSound(sound, format, file);
    share(1);
    files.push({ file, mimeType: SOUND_MIME_TYPES[format] });
  }
  return files;
}
