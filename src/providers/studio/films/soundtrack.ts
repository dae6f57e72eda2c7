import { Random } from '../drawing/random.js';
import { sceneWords } from '../prompt-reading.js';
import { listenTo } from '../sounds/music/listening.js';
import { perform } from '../sounds/music/performance.js';
import { amplify, fadeEnds, master } from '../sounds/signal/mastering.js';
import { SAMPLE_RATE, silence, type Sound } from '../sounds/signal/sound.js';
import { narrate } from '../sounds/speech/narration.js';
import { passagesOf } from '../sounds/speech/passages.js';
import type { FilmOrder, Narration } from './film-order.types.js';

const LUFS = { spoken: -16, whole: -16 } as const;
/** The voice begins a moment after the picture, and is done before it ends. */
const LEAD_SECONDS = 0.25;
/** How far the music steps back while somebody speaks, and how fast. */
const DUCKED = 0.28;
const DUCKING_SECONDS = 0.18;

/** Music for the scene, a voice over it, or neither; as long as the film to the sample. */
export async function soundtrack(order: FilmOrder, seed: number): Promise<Sound | null> {
  const { music, narration, seconds } = order;
  const played = music ? playFor(order, seed) : null;
  if (!narration) return played;
  const voice = await speakWithin(narration, seconds);
  const [left, right] = played ?? silence(seconds, 2);
  if (played) duck(played, voice);
  for (const side of [left!, right!]) {
    for (let at = 0; at < side.length; at++) side[at] = side[at]! + voice[at]!;
  }
  const whole = master([left!, right!], LUFS.whole);
  fadeEnds(whole, 0.02, 0.2);
  return whole;
}

/** Nature that is seen is heard, too, beneath the music. */
function playFor({ prompt, seconds }: FilmOrder, seed: number): Sound {
  const heard = listenTo(sceneWords(prompt));
  const style = heard.style ?? 'ambient';
  return perform({ ...heard, style }, seconds, new Random(seed).fork('soundtrack'));
}

/** Spoken faster when the first reading did not fit. */
async function speakWithin({ text, voice }: Narration, seconds: number): Promise<Float32Array> {
  const room = Math.round((seconds - 2 * LEAD_SECONDS) * SAMPLE_RATE);
  const passages = passagesOf(text);
  let spoken = await narrate(passages, { voice, speed: 1 }, () => undefined);
  if (spoken.length > room)
    spoken = await narrate(passages, { voice, speed: (spoken.length / room) * 1.03 }, () => undefined);
  const track = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  const [mastered] = master([spoken], LUFS.spoken);
  fadeEnds([mastered!], 0.01, 0.03);
  track.set(mastered!.subarray(0, room), Math.round(LEAD_SECONDS * SAMPLE_RATE));
  return track;
}

function duck(music: Sound, voice: Float32Array): void {
  amplify(music, 0.8);
  const first = voice.findIndex((sample) => sample !== 0);
  const last = voice.findLastIndex((sample) => sample !== 0);
  const step = 1 / (DUCKING_SECONDS * SAMPLE_RATE);
  let presence = 0;
  for (let at = 0; at < voice.length; at++) {
    const speaking = at > first - DUCKING_SECONDS * SAMPLE_RATE && at < last;
    presence = Math.min(1, Math.max(0, presence + (speaking ? step : -step / 3)));
    for (const side of music) side[at] = side[at]! * (1 - (1 - DUCKED) * presence);
  }
}
