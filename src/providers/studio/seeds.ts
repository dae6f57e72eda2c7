import { hash32 } from './drawing/random.js';

const SEEDS = 2 ** 31;

/**
 * One for each output. Without a seed the prompt is one: asked again after a crash, the work is the same. The second
 * variation is the first one of the next seed, so each can be had again alone.
 */
export function variationSeeds(prompt: string, seed: number | undefined, n: number): number[] {
  const first = seed ?? hash32(prompt.normalize('NFC')) % SEEDS;
  return Array.from({ length: n }, (_, index) => (first + index) % SEEDS);
}
