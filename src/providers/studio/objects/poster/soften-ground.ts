import { GROUND, type Sightings } from './sightings.js';

/** In shares of the picture. */
const REACH = 0.011;
const PASSES = 2;

/** A few lamps leave as many edges in a shadow; on the even ground one sees them, so they are drawn into each other. */
export function softenGround(light: Float32Array, { what, size }: Sightings): Float32Array {
  const reach = Math.round(size * REACH);
  let softened = light;
  for (let pass = 0; pass < PASSES; pass++) {
    softened = average(softened, what, { count: size, step: 1, lines: size, lineStep: size, reach });
    softened = average(softened, what, { count: size, step: size, lines: size, lineStep: 1, reach });
  }
  return softened;
}

interface Walk {
  /** Pixels of a line and from one to the next. */
  count: number;
  step: number;
  lines: number;
  lineStep: number;
  reach: number;
}

/** Of the ground's pixels alone: nothing of the object's light runs out onto the floor. */
function average(
  light: Float32Array,
  what: Uint8Array,
  { count, step, lines, lineStep, reach }: Walk,
): Float32Array {
  const result = Float32Array.from(light);
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    let [sum, members] = [0, 0];
    for (let ahead = 0; ahead < count + reach; ahead++) {
      if (ahead < count && what[start + ahead * step] === GROUND) {
        sum += light[start + ahead * step]!;
        members++;
      }
      const behind = ahead - 2 * reach - 1;
      if (behind >= 0 && what[start + behind * step] === GROUND) {
        sum -= light[start + behind * step]!;
        members--;
      }
      const middle = ahead - reach;
      if (middle >= 0 && what[start + middle * step] === GROUND)
        result[start + middle * step] = sum / members;
    }
  }
  return result;
}
