import { rm } from 'node:fs/promises';
import { takeFrame, takeSound } from './ffmpeg.js';
import { checkGlb } from './glb.js';
import type { MediaFileType, MediaKind } from './media-types.js';
import { measurePicture, type PictureFacts, sizeOf } from './picture.js';
import { measureRecording, type RecordingFacts } from './recording.js';
import { paintTile, paintWaveform } from './tile.js';

/** What can be said of a file after looking into it; a picture of it lies at `thumbnail` then. */
export interface Look extends RecordingFacts {
  thumbhash: string;
}

interface Places {
  file: string;
  type: MediaFileType;
  /** A picture that whoever made the file made of it. */
  poster?: string;
  thumbnail: string;
}

const NOTHING: RecordingFacts = { width: null, height: null, durationSeconds: null };

/** Measures a file of any kind and makes its thumbnail. Refuses what is damaged, or would be too large unpacked. */
export async function lookInto(places: Places): Promise<Look> {
  const { file, type } = places;
  if (type.kind === 'image') return { ...NOTHING, ...(await measureImage(places)) };
  const facts = await factsOf(file, type);
  const { thumbhash } = await pictureOf(places, facts);
  return { ...facts, thumbhash };
}

/** A maker's own smaller picture of it spares decoding the large one. */
async function measureImage({ file, poster, thumbnail }: Places): Promise<PictureFacts> {
  const shown = await seenIn(poster, thumbnail);
  return shown ? { ...(await sizeOf(file)), thumbhash: shown.thumbhash } : measurePicture(file, thumbnail);
}

function seenIn(poster: string | undefined, thumbnail: string): Promise<PictureFacts | null> {
  return unlessImpossible(async () => (poster === undefined ? null : measurePicture(poster, thumbnail)));
}

async function factsOf(file: string, { kind, mimeType }: MediaFileType): Promise<RecordingFacts> {
  if (kind !== '3d') return measureRecording(file, mimeType);
  if (mimeType === 'model/gltf-binary') await checkGlb(file);
  return NOTHING;
}

/** The best there is: what its maker made of it, what can be seen or heard in it, a sign of its kind. */
async function pictureOf(
  { file, type, poster, thumbnail }: Places,
  facts: RecordingFacts,
): Promise<PictureFacts> {
  const drawn = `${file}.drawn.png`;
  const kind = type.kind as Exclude<MediaKind, 'image'>;
  try {
    return (
      (await seenIn(poster, thumbnail)) ??
      (await unlessImpossible(async () => {
        if (kind === '3d') return null;
        await drawRecording({ file, mimeType: type.mimeType, kind, target: drawn }, facts);
        return measurePicture(drawn, thumbnail);
      })) ??
      (await tileOf(kind, { drawn, thumbnail }))
    );
  } finally {
    await rm(drawn, { force: true });
  }
}

async function tileOf(
  kind: Exclude<MediaKind, 'image'>,
  { drawn, thumbnail }: { drawn: string; thumbnail: string },
): Promise<PictureFacts> {
  await paintTile(kind, drawn);
  return measurePicture(drawn, thumbnail);
}

interface Drawing {
  file: string;
  mimeType: string;
  kind: 'video' | 'audio';
  target: string;
}

async function drawRecording({ file, mimeType, kind, target }: Drawing, { durationSeconds }: RecordingFacts) {
  if (kind === 'audio') return paintWaveform(await takeSound(file, mimeType), target);
  // Films fade in: a little later there is something to see.
  const atSeconds = Math.min(2, (durationSeconds ?? 0) / 3);
  return takeFrame(file, { mimeType, atSeconds, target });
}

/** A file is not refused for want of a picture of it. */
async function unlessImpossible<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}
