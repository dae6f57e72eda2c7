import { cpuSecondsOf } from './cpu-time.mjs';

const ROUNDS = 5;

/**
 * Runs all contestants round after round, so that whatever else the machine does falls on all of them, after one round
 * that counts for nothing. A contestant's `run` answers `{ count, seconds }`, and what it
 * used beyond the processes `pids` as `cpuSeconds`. One without processes is judged by the wall alone.
 */
export async function interleave(contestants, rounds = ROUNDS) {
  for (const contestant of contestants) await contestant.run();
  const results = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    // The one that begins changes, lest one always runs right after the same other.
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + turn) % contestants.length;
      results[index].push(await measure(contestants[index]));
    }
  }
  return results;
}

async function measure({ run, pids }) {
  const before = pids.length === 0 ? null : cpuSecondsOf(pids);
  const { count, seconds, cpuSeconds = 0 } = await run();
  const after = cpuSecondsOf(pids);
  const cpuMsEach = before === null ? null : ((after - before + cpuSeconds) * 1_000) / count;
  return { perSecond: count / seconds, cpuMsEach };
}

/** How many times as fast as the floor, round by round: by the clock, and by the processor time that each took. */
export function compare(results, floors) {
  const wall = summary(results.map(({ perSecond }, round) => perSecond / floors[round].perSecond));
  const hasCpu =
    results.every(({ cpuMsEach }) => cpuMsEach > 0) && floors.every(({ cpuMsEach }) => cpuMsEach > 0);
  const cpu = hasCpu
    ? summary(results.map(({ cpuMsEach }, round) => floors[round].cpuMsEach / cpuMsEach))
    : null;
  const steadier = cpu && cpu.spread < wall.spread ? 'cpu' : 'wall';
  return { wall, cpu, steadier, ratio: steadier === 'cpu' ? cpu.median : wall.median };
}

export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  return { median, spread: (sorted.at(-1) - sorted[0]) / median };
}
