import { applyFilter, highPass, highShelf } from './biquad.js';
import { SAMPLE_RATE, type Sound } from './sound.js';

const BLOCK = Math.round(0.4 * SAMPLE_RATE);
const HOP = BLOCK / 4;
const ABSOLUTE_GATE = -70;
const RELATIVE_GATE = -10;

/** How an ear weighs pitches (ITU-R BS.1770): the head makes the high ones louder, the very low ones count little. */
const HEAD = highShelf(1_681.97, 4, 0.7072);
const EAR = highPass(38.135, 0.5003);

/** Integrated loudness in LUFS by ITU-R BS.1770: what people hear as equally loud has the same number. */
export function loudnessOf(sound: Sound): number {
  const energies = blockEnergies(sound);
  const audible = energies.filter((energy) => lufs(energy) > ABSOLUTE_GATE);
  if (audible.length === 0) return -Infinity;
  const gate = lufs(mean(audible)) + RELATIVE_GATE;
  return lufs(mean(audible.filter((energy) => lufs(energy) > gate)));
}

/** Of overlapping blocks, summed over the channels; a sound shorter than a block is one block. */
function blockEnergies(sound: Sound): number[] {
  const length = sound[0]!.length;
  const block = Math.min(BLOCK, length);
  const energies = Array.from({ length: Math.floor((length - block) / HOP) + 1 }, () => 0);
  for (const channel of sound) {
    const weighed = applyFilter(applyFilter(Float32Array.from(channel), HEAD), EAR);
    for (const [index] of energies.entries()) {
      let sum = 0;
      for (let at = index * HOP; at < index * HOP + block; at++) sum += weighed[at]! ** 2;
      energies[index] = energies[index]! + sum / block;
    }
  }
  return energies;
}

function lufs(energy: number): number {
  return -0.691 + 10 * Math.log10(energy);
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
