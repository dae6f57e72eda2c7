import type { Canvas } from '@napi-rs/canvas';
import { paintOrb, type Orb } from './flow/orb.js';
import { paintRibbon, paintSparks, throwRibbon } from './flow/ribbon.js';
import { Silk } from './flow/silk.js';
import type { Scene, SceneBrief } from './scene.types.js';
import { withTitle } from './titled.js';

const SPHERE = /\b(orbs?|spheres?|planets?|globes?|bubbles?|balls?|glass|ai|agents?|intelligence)\b/i;
const CLOTH = /\b(silk\w*|satin|cloth|fabric|folds?|marbl\w*|liquid|smooth|gradient)\b/i;

/** Colours in motion: a cloth of light, a ribbon of threads over it, sometimes a ball of glass. */
export const flow: Scene = (brief) => {
  const { width, height, palette, prompt, random } = brief;
  const choice = random.fork('flow');
  const cloth = {
    scale: choice.between(0.55, 1.05),
    pull: choice.between(0.9, 1.7),
    sheen: CLOTH.test(prompt) ? 0.85 : choice.between(0.15, 0.5),
  };
  const silk = new Silk(brief, cloth, { palette, random: random.fork('silk') });
  const orb = SPHERE.test(prompt) || choice.chance(0.3) ? hangOrb(brief) : null;
  const bands = CLOTH.test(prompt) ? 0 : orb ? choice.integer(0, 1) : choice.integer(1, 2);
  const ribbons = Array.from({ length: bands }, (_, index) =>
    throwRibbon(palette, random.fork(`ribbon ${index}`)),
  );
  return withTitle(
    {
      paint(canvas: Canvas, { seconds }) {
        const context = canvas.getContext('2d');
        const behind = silk.paint(seconds);
        context.imageSmoothingQuality = 'high';
        context.drawImage(behind, 0, 0, width, height);
        const frame = { width, height, seconds };
        for (const [index, ribbon] of ribbons.entries()) {
          paintRibbon(context, ribbon, frame);
          paintSparks(context, ribbon, frame, random.fork(`sparks ${index}`));
        }
        if (orb) paintOrb(context, floating(orb, seconds), behind, palette);
      },
    },
    brief,
    { vignette: 0.3 },
  );
};

/** Away from where the title stands. */
function hangOrb({ width, height, title, random }: SceneBrief): Orb {
  const choice = random.fork('orb');
  const wide = width > height * 1.25;
  return {
    x:
      width *
      (wide ? (title ? choice.between(0.7, 0.8) : choice.between(0.38, 0.62)) : choice.between(0.42, 0.58)),
    y:
      height *
      (wide ? choice.between(0.42, 0.52) : title ? choice.between(0.3, 0.38) : choice.between(0.42, 0.54)),
    radius: Math.min(width, height) * choice.between(0.22, 0.31),
  };
}

function floating(orb: Orb, seconds: number): Orb {
  return {
    ...orb,
    y: orb.y + orb.radius * 0.06 * Math.sin(seconds * 0.9),
    x: orb.x + orb.radius * 0.025 * Math.sin(seconds * 0.6),
  };
}
