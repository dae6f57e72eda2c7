import { invalid } from '../../../../platform/errors.js';
import type { RenderRequest } from '../../../provider.types.js';
import type { PreparedOrder } from '../../studio-order.types.js';
import type { SoundFormat } from '../sound-file.types.js';
import { passagesOf } from './passages.js';
import { hasWords, speakableText, unspeakableCharacters } from './speakable-text.js';
import { estimateSeconds } from './speech-length.js';
import type { SpeechOrder, Voice } from './speech-order.types.js';

interface SpeechFields {
  voice?: Voice;
  speed?: number;
  format?: SoundFormat;
}

const LONGEST_TEXT = 5_000;
/** Numbers and slow voices make much of few characters. */
const LONGEST_SECONDS = 600;
const SHOWN_CHARACTERS = 8;

/** Refuses what the voices can't say. */
export function prepareSpeechOrder({ prompt, n, input }: RenderRequest): PreparedOrder<SpeechOrder> {
  const { voice = 'slt', speed = 1, format = 'mp3' } = input as SpeechFields;
  const fault = textFault(prompt);
  if (fault) throw invalid([{ path: 'prompt', message: fault }], fault);
  const text = speakableText(prompt);
  const seconds = estimateSeconds(passagesOf(text), voice, speed);
  if (seconds > LONGEST_SECONDS) {
    const message = `The text takes about ${Math.ceil(seconds)} seconds to say; the studio speaks ${LONGEST_SECONDS} at most. Split it into several jobs.`;
    throw invalid([{ path: 'prompt', message }], message);
  }
  const order: SpeechOrder = { kind: 'speech', text, voice, speed, format, takes: n };
  return { order, input: { ...input, voice, speed, format }, seconds };
}

/** Why a text can't be spoken, or null. */
export function textFault(text: string): string | null {
  if (text.length > LONGEST_TEXT) {
    return `The text has ${text.length} characters; the studio speaks ${LONGEST_TEXT} at most. Split it into several jobs.`;
  }
  const foreign = unspeakableCharacters(text);
  if (foreign.length > 0) {
    const shown = foreign.slice(0, SHOWN_CHARACTERS).join(' ');
    return `The studio's voices speak English only and can't say these characters: ${shown}. Write the text in Latin letters.`;
  }
  return hasWords(speakableText(text))
    ? null
    : 'There is nothing to say in the text: it has no letters and no digits.';
}
