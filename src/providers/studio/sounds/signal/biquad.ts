import { SAMPLE_RATE } from './sound.js';

/** A filter of second order, b over a, with a0 = 1. */
export interface Biquad {
  b0: number;
  b1: number;
  b2: number;
  a1: number;
  a2: number;
}

export function lowPass(hertz: number, q = Math.SQRT1_2): Biquad {
  const { cos, alpha } = angle(hertz, q);
  return over(1 + alpha, { b0: (1 - cos) / 2, b1: 1 - cos, b2: (1 - cos) / 2, a1: -2 * cos, a2: 1 - alpha });
}

export function highPass(hertz: number, q = Math.SQRT1_2): Biquad {
  const { cos, alpha } = angle(hertz, q);
  const b0 = (1 + cos) / 2;
  return over(1 + alpha, { b0, b1: -1 - cos, b2: b0, a1: -2 * cos, a2: 1 - alpha });
}

/** Passes what is around one pitch, as loud as it was. */
export function bandPass(hertz: number, q: number): Biquad {
  const { cos, alpha } = angle(hertz, q);
  return over(1 + alpha, { b0: alpha, b1: 0, b2: -alpha, a1: -2 * cos, a2: 1 - alpha });
}

export function peak(hertz: number, q: number, decibels: number): Biquad {
  const { cos, alpha } = angle(hertz, q);
  const gain = 10 ** (decibels / 40);
  return over(1 + alpha / gain, {
    b0: 1 + alpha * gain,
    b1: -2 * cos,
    b2: 1 - alpha * gain,
    a1: -2 * cos,
    a2: 1 - alpha / gain,
  });
}

export function highShelf(hertz: number, decibels: number, q = Math.SQRT1_2): Biquad {
  const { cos, alpha } = angle(hertz, q);
  const gain = 10 ** (decibels / 40);
  const slope = 2 * Math.sqrt(gain) * alpha;
  return over(gain + 1 - (gain - 1) * cos + slope, {
    b0: gain * (gain + 1 + (gain - 1) * cos + slope),
    b1: -2 * gain * (gain - 1 + (gain + 1) * cos),
    b2: gain * (gain + 1 + (gain - 1) * cos - slope),
    a1: 2 * (gain - 1 - (gain + 1) * cos),
    a2: gain + 1 - (gain - 1) * cos - slope,
  });
}

/** In place. */
export function applyFilter(samples: Float32Array, { b0, b1, b2, a1, a2 }: Biquad): Float32Array {
  let held1 = 0;
  let held2 = 0;
  for (let index = 0; index < samples.length; index++) {
    const input = samples[index]!;
    const output = b0 * input + held1;
    held1 = b1 * input - a1 * output + held2;
    held2 = b2 * input - a2 * output;
    samples[index] = output;
  }
  return samples;
}

function angle(hertz: number, q: number): { cos: number; alpha: number } {
  const omega = (2 * Math.PI * hertz) / SAMPLE_RATE;
  return { cos: Math.cos(omega), alpha: Math.sin(omega) / (2 * q) };
}

function over(a0: number, { b0, b1, b2, a1, a2 }: Biquad): Biquad {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}
