import { type FieldError, invalid } from '../../../platform/errors.js';
import type { RenderRequest } from '../../provider.types.js';
import { titleFaults } from '../pictures/picture-order.js';
import { quotedTitle } from '../prompt-reading.js';
import { variationSeeds } from '../seeds.js';
import { passagesOf } from '../sounds/speech/passages.js';
import { speakableText } from '../sounds/speech/speakable-text.js';
import { estimateSeconds } from '../sounds/speech/speech-length.js';
import { textFault } from '../sounds/speech/speech-order.js';
import type { Voice } from '../sounds/speech/speech-order.types.js';
import type { PreparedOrder } from '../studio-order.types.js';
import type { FilmFormat, FilmOrder, Narration } from './film-order.types.js';
import { resolveFilmSize } from './film-size.js';

interface FilmFields {
  aspect_ratio?: string;
  width?: number;
  height?: number;
  duration?: number;
  fps?: number;
  format?: FilmFormat;
  sound?: 'music' | 'none';
  narration?: string;
  voice?: Voice;
  seed?: number;
  image?: string;
}

const USUAL = { duration: 4, fps: 24, format: 'mp4', sound: 'music', voice: 'slt' } as const;
/** A voice may hurry a little to be done in time. */
const HURRY = 1.15;

/** Refuses what can't be filmed or said in that time. */
export function prepareFilmOrder({ prompt, n, input }: RenderRequest): PreparedOrder<FilmOrder> {
  const fields = { ...USUAL, ...(input as FilmFields) };
  const size = resolveFilmSize(fields);
  if (Array.isArray(size)) throw invalid(size);
  const { duration, fps, format, sound } = fields;
  const title = quotedTitle(prompt);
  const faults = [...(title === null ? [] : titleFaults(title, size)), ...narrationFaults(fields)];
  if (faults.length > 0) throw invalid(faults, faults[0]!.message);
  const seeds = variationSeeds(prompt, fields.seed, n);
  const order: FilmOrder = {
    kind: 'film',
    prompt,
    title,
    ...size,
    framesPerSecond: fps,
    seconds: duration,
    format,
    ...(fields.image !== undefined && { image: fields.image }),
    music: sound === 'music',
    narration: narrationOf(fields),
    seeds,
  };
  return { order, input: { ...fields, ...size, seed: seeds[0] }, seconds: duration };
}

function narrationOf({ narration, voice }: FilmFields & { voice: Voice }): Narration | null {
  return narration === undefined ? null : { text: speakableText(narration), voice };
}

function narrationFaults(fields: FilmFields & { voice: Voice; duration: number }): FieldError[] {
  const { narration, voice, duration } = fields;
  if (narration === undefined) return [];
  const fault = textFault(narration) ?? lengthFault(speakableText(narration), voice, duration);
  return fault ? [{ path: 'input.narration', message: fault }] : [];
}

function lengthFault(text: string, voice: Voice, duration: number): string | null {
  const seconds = estimateSeconds(passagesOf(text), voice, HURRY);
  if (seconds <= duration) return null;
  return `The narration takes about ${Math.ceil(seconds)} seconds to say and the film lasts ${duration}; shorten it or ask for a longer film.`;
}
