import type { SKRSContext2D } from '@napi-rs/canvas';
import { css, withLightness } from '../drawing/color.js';
import { paintGrain, paintVignette } from '../drawing/finish.js';
import { lerp } from '../drawing/interpolation.js';
import { setTitle } from '../drawing/title.js';
import { paintAurora } from './landscape/aurora.js';
import { paintBirds } from './landscape/birds.js';
import { paintClouds } from './landscape/clouds.js';
import { compose, type Composition } from './landscape/composition.js';
import { paintRelief, paintRidge, paintRim } from './landscape/land.js';
import { paintMist } from './landscape/mist.js';
import { raiseNearBank, raiseRidges, type Ridge } from './landscape/ridges.js';
import { paintSail } from './landscape/sail.js';
import { paintMoon } from './landscape/moon.js';
import { paintSky, paintSun } from './landscape/sky.js';
import { paintGlow } from './landscape/glow.js';
import { paintMilkyWay, paintStars } from './landscape/stars.js';
import { paintWater } from './landscape/water.js';
import { frameWithTrees, plantWoods } from './landscape/woods.js';
import type { Scene, SceneBrief } from './scene.types.js';

/** Layered land under a sky, from the far to the near. */
export const landscape: Scene = (canvas, brief, onProgress) => {
  const context = canvas.getContext('2d');
  const place = compose(brief);
  paintHeavens(context, place, brief);
  onProgress(0.35);
  const ridges = raiseRidges(place, brief.palette, brief.random.fork('ridges'));
  for (const [index, ridge] of ridges.entries()) {
    paintFold(context, place, ridge, brief, index);
    onProgress(lerp(0.35, 0.75, (index + 1) / ridges.length));
  }
  if (place.water !== 'none') paintWaterside(context, place, brief);
  onProgress(0.88);
  if (place.trees === 'forest') {
    const { land } = brief.palette;
    frameWithTrees(context, place, css(withLightness(land, land.l * 0.5)), brief.random.fork('frame'));
  }
  if (place.birds) paintBirds(context, place, brief.palette, brief.random.fork('birds'));
  paintVignette(context, place, brief.palette.ink, brief.palette.night ? 0.28 : 0.42);
  if (brief.title) setTitle(context, { ...brief, title: brief.title });
  paintGrain(context, place, brief.random.fork('grain'));
  onProgress(1);
};

function paintHeavens(context: SKRSContext2D, place: Composition, { palette, random }: SceneBrief): void {
  paintSky(context, place, palette);
  if (place.stars) {
    paintMilkyWay(context, place, palette, random.fork('milky way'));
    paintStars(context, place, random.fork('stars'));
  }
  if (place.aurora) paintAurora(context, place, random.fork('aurora'));
  paintGlow(context, place, palette, { strength: 1, random: random.fork('glow') });
  if (palette.night) paintMoon(context, place, palette, random.fork('moon'));
  else paintSun(context, place, palette);
  paintClouds(context, place, palette, random.fork('clouds'));
  paintGlow(context, place, palette, { strength: 0.35, random: random.fork('glow on clouds') });
}

function paintFold(
  context: SKRSContext2D,
  place: Composition,
  ridge: Ridge,
  { palette, random }: SceneBrief,
  index: number,
): void {
  paintRidge(context, place, ridge, palette);
  paintRelief(context, place, ridge, palette, random.fork(`relief ${index}`));
  paintRim(context, place, ridge, palette);
  plantWoods(context, place, ridge, random.fork(`woods ${index}`));
  if (ridge.nearness < 0.35) {
    paintGlow(context, place, palette, { strength: 0.14, random: random.fork(`glow ${index}`) });
  }
  if (ridge.nearness > 0.85) return;
  const bank = {
    y: ridge.base + ridge.amplitude * (place.water === 'none' ? 0.3 : 0),
    thickness: Math.max(24, place.height * lerp(0.2, 0.16, ridge.nearness)),
    opacity: lerp(0.62, place.trees === 'forest' ? 0.42 : 0.24, ridge.nearness),
  };
  paintMist(context, place, bank, palette, random.fork(`mist ${index}`));
}

function paintWaterside(context: SKRSContext2D, place: Composition, { palette, random }: SceneBrief): void {
  if (place.sail) paintSail(context, place, palette, random.fork('sail'));
  paintWater(context, place, palette, random.fork('water'));
  if (place.water === 'sea') return;
  const bank = raiseNearBank(place, palette, random.fork('bank'));
  paintRidge(context, place, bank, palette);
  plantWoods(context, place, bank, random.fork('bank woods'));
}
