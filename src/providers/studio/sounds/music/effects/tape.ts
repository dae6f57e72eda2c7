import type { Random } from '../../../drawing/random.js';
import { applyFilter, bandPass, highPass, lowPass } from '../../signal/biquad.js';
import { SAMPLE_RATE } from '../../signal/sound.js';
import { filterTrack, mixInto, panGains, type Track } from '../track.js';

/** As if from an old cassette: unsteady, soft at the top, rounded where it is loud. */
export function throughTape(track: Track): Track {
  const worn = { left: unsteady(track.left), right: unsteady(track.right) };
  for (const channel of [worn.left, worn.right]) {
    for (let at = 0; at < channel.length; at++) channel[at] = Math.tanh(channel[at]! * 1.4) / 1.4;
  }
  return filterTrack(worn, lowPass(6_200), highPass(45));
}

/** The ticks and the hiss of a record that was played often. */
export function addCrackle(track: Track, random: Random): void {
  const { length } = track.left;
  const crackle = { left: new Float32Array(length), right: new Float32Array(length) };
  for (let at = 0; at < length; at++) {
    const hiss = random.between(-1, 1) * 0.012;
    crackle.left[at] = crackle.left[at]! + hiss;
    crackle.right[at] = crackle.right[at]! + hiss * 0.7 + random.between(-1, 1) * 0.006;
    if (!random.chance(9 / SAMPLE_RATE)) continue;
    const gain = panGains(random.between(-0.8, 0.8));
    const tick = random.next() ** 3;
    crackle.left[at] = crackle.left[at]! + tick * gain.left;
    crackle.right[at] = crackle.right[at]! + tick * gain.right;
  }
  applyFilter(crackle.left, bandPass(3_200, 0.5));
  applyFilter(crackle.right, bandPass(3_400, 0.5));
  mixInto(track, crackle, 0.22);
}

function unsteady(samples: Float32Array): Float32Array {
  const played = new Float32Array(samples.length);
  for (let at = 0; at < samples.length; at++) {
    const time = at / SAMPLE_RATE;
    const late = 40 + 26 * Math.sin(2 * Math.PI * 0.55 * time) + 3 * Math.sin(2 * Math.PI * 6.3 * time);
    const from = at - late;
    const index = Math.floor(from);
    if (index < 0) continue;
    const next = samples[Math.min(samples.length - 1, index + 1)]!;
    played[at] = samples[index]! + (next - samples[index]!) * (from - index);
  }
  return played;
}
