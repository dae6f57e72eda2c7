type Fields = Record<string, unknown>;

const SIDES = ['width', 'height'] as const;

/** What the caller says beats the preset; of the preset's shape only as much stays as fits what was said. */
export function withPreset(preset: Fields, explicit: Fields): Fields {
  return { ...presetBeside(preset, explicit), ...explicit };
}

function presetBeside({ aspect_ratio: ratio, width, height, ...others }: Fields, explicit: Fields): Fields {
  const said = SIDES.filter((side) => explicit[side] !== undefined);
  if (explicit.aspect_ratio !== undefined || said.length === 2) return others;
  const shape = { ...others, ...(ratio !== undefined && { aspect_ratio: ratio }) };
  const [side] = said;
  if (typeof width !== 'number' || typeof height !== 'number') return shape;
  if (!side) return { ...shape, width, height };
  // One side alone keeps the preset's proportions.
  const length = explicit[side] as number;
  return side === 'width'
    ? { ...shape, height: Math.round((length * height) / width) }
    : { ...shape, width: Math.round((length * width) / height) };
}
