import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { css, withLightness } from '../drawing/color.js';
import { lerp } from '../drawing/interpolation.js';
import type { OnProgress } from '../studio-order.types.js';
import { paintAurora } from './landscape/aurora.js';
import { paintBirds, releaseBirds } from './landscape/birds.js';
import { raiseClouds } from './landscape/clouds.js';
import { compose, type Composition } from './landscape/composition.js';
import { paintGlow } from './landscape/glow.js';
import { paintRelief, paintRidge, paintRim } from './landscape/land.js';
import { raiseMist } from './landscape/mist.js';
import { paintMoon } from './landscape/moon.js';
import { drawOn, emptyPlate, placePlate, type Plate } from './landscape/plate.js';
import { raiseNearBank, raiseRidges, type Ridge } from './landscape/ridges.js';
import { paintSail } from './landscape/sail.js';
import { paintSky, paintSun } from './landscape/sky.js';
import { paintMilkyWay, paintStars } from './landscape/stars.js';
import { Water } from './landscape/water.js';
import { frameWithTrees, plantWoods } from './landscape/woods.js';
import { FIRST_MOMENT, type Painting, type Scene, type SceneBrief } from './scene.types.js';
import { withTitle } from './titled.js';

/** The sky and the clouds. */
const HEAVENS = 2;
const LIGHT_ON_CLOUDS = 0.35;
const LIGHT_OF_VEIL = 0.14;
/** In units. */
const TALLEST_TREE = 0.2;

/** Layered land under a sky: plates from the far to the near, between which a camera can move. */
export const landscape: Scene = (brief, onProgress) => {
  const place = compose(brief);
  const far = [...raiseHeavens(place, brief), ...raiseLand(place, brief, onProgress)];
  lightTheAir(far, place, brief);
  if (place.sail) far.push(raiseBoat(place, brief));
  const water =
    place.water === 'none'
      ? null
      : new Water(paintPlates(far, place), place, brief.palette, brief.random.fork('water'));
  const near = raiseForeground(place, brief);
  const birds = place.birds ? releaseBirds(place, brief.random.fork('birds')) : [];
  onProgress(0.9);
  const painting: Painting = {
    paint(canvas, moment) {
      const context = canvas.getContext('2d');
      for (const plate of far) placePlate(context, place, plate, moment);
      for (const { plate, alpha } of water?.at(moment.seconds) ?? []) {
        context.globalAlpha = alpha;
        placePlate(context, place, plate, moment);
      }
      context.globalAlpha = 1;
      for (const plate of near) placePlate(context, place, plate, moment);
      paintBirds(context, { birds, place, palette: brief.palette }, moment.seconds);
    },
  };
  return withTitle(painting, brief, { vignette: brief.palette.night ? 0.28 : 0.42 });
};

function raiseHeavens(place: Composition, { palette, random }: SceneBrief): [sky: Plate, clouds: Plate] {
  const sky = emptyPlate(place.width, 0, place.height);
  const context = drawOn(sky);
  paintSky(context, place, palette);
  if (place.stars) {
    paintMilkyWay(context, place, palette, random.fork('milky way'));
    paintStars(context, place, random.fork('stars'));
  }
  if (place.aurora) paintAurora(context, place, random.fork('aurora'));
  paintGlow(sky, place, palette, { strength: 1, random: random.fork('glow') });
  if (palette.night) paintMoon(context, place, palette, random.fork('moon'));
  else paintSun(context, place, palette);
  return [sky, raiseClouds(place, palette, random.fork('clouds'))];
}

function raiseLand(place: Composition, brief: SceneBrief, onProgress: OnProgress): Plate[] {
  const ridges = raiseRidges(place, brief.palette, brief.random.fork('ridges'));
  return ridges.flatMap((ridge, index) => {
    onProgress(lerp(0.3, 0.75, index / ridges.length));
    return raiseFold(place, ridge, brief, index);
  });
}

function raiseFold(
  place: Composition,
  ridge: Ridge,
  { palette, random }: SceneBrief,
  index: number,
): Plate[] {
  const fold = { ...plateOfLand(place, ridge), veiled: ridge.nearness < 0.35 };
  const context = drawOn(fold);
  paintRidge(context, place, ridge, palette);
  paintRelief(context, place, ridge, palette, random.fork(`relief ${index}`));
  paintRim(context, place, ridge, palette);
  plantWoods(context, place, ridge, random.fork(`woods ${index}`));
  if (ridge.nearness > 0.85) return [fold];
  const bank = {
    y: ridge.base + ridge.amplitude * (place.water === 'none' ? 0.3 : 0),
    thickness: Math.max(24, place.height * lerp(0.2, 0.16, ridge.nearness)),
    opacity: lerp(0.62, place.trees === 'forest' ? 0.42 : 0.24, ridge.nearness),
    nearness: ridge.nearness,
  };
  return [fold, raiseMist(place, bank, palette, random.fork(`mist ${index}`))];
}

/** The light on the clouds lies over the sky as well; each far fold has its own veil of lit air before it. */
function lightTheAir(plates: readonly Plate[], place: Composition, { palette, random }: SceneBrief): void {
  const folds = plates.filter(({ veiled }) => veiled);
  for (const [index, plate] of plates.entries()) {
    const veils = folds.filter((fold) => plates.indexOf(fold) >= index).length;
    const strength = 1 - (index < HEAVENS ? 1 - LIGHT_ON_CLOUDS : 1) * (1 - LIGHT_OF_VEIL) ** veils;
    if (strength > 0) paintGlow(plate, place, palette, { strength, random: random.fork(`glow ${index}`) });
  }
}

function raiseForeground(place: Composition, { palette, random }: SceneBrief): Plate[] {
  const plates: Plate[] = [];
  if (place.water === 'lake') {
    const bank = raiseNearBank(place, palette, random.fork('bank'));
    const plate = plateOfLand(place, bank);
    const context = drawOn(plate);
    paintRidge(context, place, bank, palette);
    plantWoods(context, place, bank, random.fork('bank woods'));
    plates.push(plate);
  }
  if (place.trees === 'forest') {
    const frame = { ...emptyPlate(place.width, 0, place.height), nearness: 1.4 };
    const color = css(withLightness(palette.land, palette.land.l * 0.5));
    frameWithTrees(drawOn(frame), place, color, random.fork('frame'));
    plates.push(frame);
  }
  return plates;
}

function raiseBoat(place: Composition, { palette, random }: SceneBrief): Plate {
  const horizon = Math.round(place.horizon);
  const boat = emptyPlate(place.width, horizon - place.unit * 0.09, horizon);
  paintSail(drawOn(boat), place, palette, random.fork('sail'));
  return boat;
}

function plateOfLand(place: Composition, { crest, nearness }: Ridge): Plate {
  const top = Math.max(0, Math.min(...crest) - place.unit * TALLEST_TREE);
  return { ...emptyPlate(place.width, top, place.height), nearness };
}

function paintPlates(plates: readonly Plate[], place: Composition): Canvas {
  const canvas = createCanvas(place.width, place.height);
  for (const plate of plates) placePlate(canvas.getContext('2d'), place, plate, FIRST_MOMENT);
  return canvas;
}
