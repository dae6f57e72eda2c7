import type { Passage } from './passages.js';
import type { Voice } from './speech-order.types.js';

/** Seconds that each thing takes to say, fitted to what the voices say of English prose, numbers and abbreviations. */
const SECONDS = { letter: 0.068, digit: 0.32, spelled: 0.17, comma: 0.2, sign: 0.25, passage: 0.02 } as const;

/** How slow each voice is. */
const SLOWNESS: Record<Voice, number> = { slt: 1, rms: 1.1, awb: 1.02, kal: 0.95 };

/**
 * How long a text will take to say. The price rests on it, so it is made before anything is rendered and is the same
 * each time; ordinary text comes out within a fifth of it.
 */
export function estimateSeconds(passages: Passage[], voice: Voice, speed: number): number {
  const said = passages.reduce((sum, { text }) => sum + secondsToSay(text), 0);
  const pauses = passages.slice(0, -1).reduce((sum, { pauseSeconds }) => sum + pauseSeconds, 0);
  return (said * SLOWNESS[voice] + pauses) / speed;
}

function secondsToSay(text: string): number {
  const words = text.match(/[A-Za-z0-9']+/gu) ?? [];
  const commas = text.match(/[,;:()](?=\s)/gu)?.length ?? 0;
  const signs = text.match(/[$%&@+=/_]|\.(?=\w)/gu)?.length ?? 0;
  return (
    words.reduce((sum, word) => sum + secondsOfWord(word), 0) +
    commas * SECONDS.comma +
    signs * SECONDS.sign +
    SECONDS.passage
  );
}

function secondsOfWord(word: string): number {
  const digits = word.match(/\d/gu)?.length ?? 0;
  const letters = word.length - digits;
  const spelled = /^[A-Z]{2,5}$/u.test(word) || (digits === 0 && !/[aeiouy]/iu.test(word));
  return digits * SECONDS.digit + letters * (spelled ? SECONDS.spelled : SECONDS.letter);
}
