/** Half the length of the filter, in samples of the source. */
const REACH = 16;
/** A little below half the source's rate, where the mirror images begin. */
const CUT = 0.96;

/** Raises the sample rate by a whole factor with a windowed sinc. */
export function upsample(samples: Float32Array, factor: number): Float32Array {
  const output = new Float32Array(samples.length * factor);
  for (let phase = 0; phase < factor; phase++) {
    const taps = tapsOf(phase / factor);
    for (let at = 0; at < samples.length; at++) {
      const first = Math.max(0, at - REACH + 1);
      const last = Math.min(samples.length - 1, at + REACH);
      let sum = 0;
      for (let index = first; index <= last; index++) sum += samples[index]! * taps[index - at + REACH - 1]!;
      output[at * factor + phase] = sum;
    }
  }
  return output;
}

/** For a sample that lies a fraction of a step behind one of the source. */
function tapsOf(fraction: number): Float32Array {
  const taps = Float32Array.from({ length: 2 * REACH }, (_, index) => {
    const distance = index - REACH + 1 - fraction;
    return sinc(distance * CUT) * Math.cos((Math.PI * distance) / (2 * REACH)) ** 2;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}

function sinc(x: number): number {
  return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
