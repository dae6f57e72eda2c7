import { applyFilter, highPass, highShelf, peak } from '../signal/biquad.js';
import { upsample } from '../signal/resampling.js';
import { SAMPLE_RATE } from '../signal/sound.js';
import { type Recording, speak } from './flite.js';
import type { Passage } from './passages.js';
import type { Voice } from './speech-order.types.js';

export interface Narrator {
  voice: Voice;
  speed: number;
}

/** What is softer than this at the ends is silence. */
const FLOOR = 0.006;
/** Kept before and after what is said, so that no consonant is cut. */
const MARGIN_SECONDS = 0.03;

/** Speaks passage after passage, with a speaker's pauses between them, and clears up the sound. */
export async function narrate(
  passages: Passage[],
  { voice, speed }: Narrator,
  onProgress: (fraction: number) => void,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (const [index, { text, pauseSeconds }] of passages.entries()) {
    parts.push(atFullRate(trimmed(await speak({ text, voice, speed }))));
    const last = index === passages.length - 1;
    if (!last) parts.push(new Float32Array(Math.round((pauseSeconds / speed) * SAMPLE_RATE)));
    onProgress((index + 1) / passages.length);
  }
  return cleared(joined(parts));
}

function trimmed({ samples, sampleRate }: Recording): Recording {
  const first = samples.findIndex((sample) => Math.abs(sample) > FLOOR);
  if (first < 0) return { samples: new Float32Array(0), sampleRate };
  const last = samples.findLastIndex((sample) => Math.abs(sample) > FLOOR);
  const margin = Math.round(MARGIN_SECONDS * sampleRate);
  return { samples: samples.subarray(Math.max(0, first - margin), last + margin), sampleRate };
}

function atFullRate({ samples, sampleRate }: Recording): Float32Array {
  const factor = SAMPLE_RATE / sampleRate;
  if (!Number.isInteger(factor)) throw new Error(`A voice speaks at ${sampleRate} Hz.`);
  return upsample(samples, factor);
}

function joined(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Takes rumble and boom away, and gives back the clarity that a voice at 16 kHz lacks. */
function cleared(samples: Float32Array): Float32Array {
  const filters = [highPass(75), peak(260, 0.9, -2), peak(3_200, 0.8, 2.5), highShelf(6_000, 2)];
  return filters.reduce(applyFilter, samples);
}
