import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import { openPhoto } from '../drawing/photo.js';
import { writePoster } from '../pictures/picture-file.js';
import type { Painting } from '../scenes/scene.types.js';
import { settleScene } from '../scenes/settle-scene.js';
import type { OnProgress, RenderedFile } from '../studio-order.types.js';
import { EncodingThread } from './encoding-thread.js';
import { FILM_MIME_TYPES, writeFilm } from './film-file.js';
import type { FilmOrder } from './film-order.types.js';
import type { EncodedFootage, Footage } from './frame-encoder.types.js';
import { soundtrack } from './soundtrack.js';

/** How far a film is when its scene stands, and when its last frame is encoded. */
const SETTLED = 0.04;
const SHOT = 0.93;
/** Where a film has found itself: its first frame may still be dark. */
const POSTER_SHARE = 0.4;

export async function renderFilms(
  order: FilmOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const files: RenderedFile[] = [];
  for (const [index, seed] of order.seeds.entries()) {
    const share = (fraction: number) => onProgress((index + fraction) / order.seeds.length);
    const base = join(folder, `output-${index + 1}`);
    files.push(await renderFilm({ order, seed, base }, share));
  }
  return files;
}

interface Shooting {
  order: FilmOrder;
  seed: number;
  /** The path of its files without what tells them apart. */
  base: string;
}

async function renderFilm({ order, seed, base }: Shooting, onProgress: OnProgress): Promise<RenderedFile> {
  const photo = order.image === undefined ? null : await openPhoto(order.image, order);
  const painting = settleScene({ ...order, photo, seed });
  onProgress(SETTLED);
  const canvas = createCanvas(order.width, order.height);
  const encoded = await shoot(painting, canvas, order, (fraction) =>
    onProgress(SETTLED + (SHOT - SETTLED) * fraction),
  );
  const file = `${base}.${order.format}`;
  await writeFilm({ footage: footageOf(order), encoded, sound: await soundtrack(order, seed) }, file);
  const poster = `${base}.poster.webp`;
  painting.paint(canvas, { seconds: POSTER_SHARE * order.seconds, share: POSTER_SHARE });
  await writePoster(canvas, poster);
  onProgress(1);
  return { file, mimeType: FILM_MIME_TYPES[order.format], poster };
}

async function shoot(
  painting: Painting,
  canvas: Canvas,
  order: FilmOrder,
  onProgress: OnProgress,
): Promise<EncodedFootage> {
  const thread = new EncodingThread(footageOf(order));
  const count = Math.max(1, Math.round(order.seconds * order.framesPerSecond));
  try {
    for (let frame = 0; frame < count; frame++) {
      painting.paint(canvas, {
        seconds: frame / order.framesPerSecond,
        share: frame / Math.max(1, count - 1),
      });
      await thread.add(canvas.data());
      onProgress((frame + 1) / count);
      // The canvas gives a frame's memory back between turns only: without one, all frames stay until the end.
      await nextTurn();
    }
    return await thread.finish();
  } finally {
    await thread.stop();
  }
}

function footageOf({ width, height, framesPerSecond, format }: FilmOrder): Footage {
  return { width, height, framesPerSecond, format };
}
