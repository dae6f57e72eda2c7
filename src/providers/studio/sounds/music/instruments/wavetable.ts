/** How loud the overtone of a number is, 1 being the note itself. */
export type Overtones = (number: number) => number;

const LENGTH = 2_048;
const HIGHEST_HERTZ = 15_000;
const MOST_OVERTONES = 64;

const tables = new Map<string, Float32Array>();

/** One wave of a tone, without overtones that would fold back below the sample rate. One longer at the end, to interpolate. */
export function wavetable(name: string, overtones: Overtones, hertz: number): Float32Array {
  const count = Math.max(1, Math.min(MOST_OVERTONES, 2 ** Math.floor(Math.log2(HIGHEST_HERTZ / hertz))));
  const key = `${name}/${count}`;
  const made = tables.get(key) ?? makeTable(overtones, count);
  tables.set(key, made);
  return made;
}

export const TABLE_LENGTH = LENGTH;

function makeTable(overtones: Overtones, count: number): Float32Array {
  const table = new Float32Array(LENGTH + 1);
  for (let number = 1; number <= count; number++) {
    const loud = overtones(number);
    if (loud === 0) continue;
    for (let at = 0; at <= LENGTH; at++) {
      table[at] = table[at]! + loud * Math.sin((2 * Math.PI * number * at) / LENGTH);
    }
  }
  const energy = table.reduce((sum, value) => sum + value * value, 0) / LENGTH;
  const gain = 0.5 / Math.sqrt(energy);
  return table.map((value) => value * gain);
}
