import sharp from 'sharp';
import type { Palette } from '../../drawing/palette.js';
import type { Model } from '../model.types.js';
import { Camera } from './camera.js';
import { develop } from './develop.js';
import { keyLamps, openLight, skyLamps } from './lamps.js';
import { lightFrom } from './lighting.js';
import { softenGround } from './soften-ground.js';
import { sight } from './sightings.js';
import { solidOf } from './solid.js';

const SIDE = 512;
/** Drawn this much larger and made small again, so that edges are smooth. */
const OVERSAMPLING = 2;
const KEY_LAMPS = 16;
const SKY_LAMPS = 40;

/** A photograph of the model, taken in a studio that is computed: no graphics card is needed. */
export async function paintPoster(
  model: Model,
  palette: Palette,
  { file, onProgress }: { file: string; onProgress: (fraction: number) => void },
): Promise<void> {
  const size = SIDE * OVERSAMPLING;
  const solid = solidOf(model);
  const camera = new Camera(solid, model.view, size);
  const seen = sight(solid, camera, size);
  const [keys, skies] = [keyLamps(KEY_LAMPS), skyLamps(SKY_LAMPS)];
  let lamps = 0;
  const onLamp = () => onProgress(++lamps / (KEY_LAMPS + SKY_LAMPS));
  const pixels = develop({
    seen,
    materials: solid.palette,
    eye: camera.eye,
    key: softenGround(lightFrom(keys, solid, seen, onLamp), seen),
    sky: softenGround(lightFrom(skies, solid, seen, onLamp), seen),
    open: { key: openLight(keys), sky: openLight(skies) },
    palette,
  });
  await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .resize(SIDE, SIDE, { kernel: 'lanczos3' })
    .png()
    .toFile(file);
}
