import type { Canvas } from '@napi-rs/canvas';
import { smoothstep } from '../drawing/interpolation.js';
import type { Scene } from './scene.types.js';
import { withTitle } from './titled.js';

/** How much larger the picture is at the end of the camera's way. */
const PUSH = 0.14;
/** Where the camera goes, as shares of the frame: never quite to the middle, which would be no way at all. */
const ASIDE = { from: 0.12, to: 0.34 } as const;

/** A picture that the caller brought, as it is; in a film the camera comes slowly closer to a part of it. */
export function photograph(photo: Canvas): Scene {
  return (brief) => {
    const { width, height, random } = brief;
    const choice = random.fork('camera');
    const focus = {
      x: width * (0.5 + choice.between(ASIDE.from, ASIDE.to) * (choice.chance(0.5) ? 1 : -1)),
      y: height * choice.between(0.3, 0.6),
    };
    return withTitle(
      {
        paint(canvas, { share }) {
          const context = canvas.getContext('2d');
          const scale = 1 + PUSH * smoothstep(0, 1, share);
          // Whatever the canvas was used for before: the finest filter would soften what is drawn as it is.
          context.imageSmoothingQuality = 'low';
          context.drawImage(
            photo,
            focus.x * (1 - scale),
            focus.y * (1 - scale),
            width * scale,
            height * scale,
          );
        },
      },
      brief,
      { vignette: 0 },
    );
  };
}
