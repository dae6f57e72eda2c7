import { enlarged } from '../drawing/enlarge.js';
import { arrange } from './still-life/arrangement.js';
import { expose } from './still-life/exposure.js';
import { Tracer } from './still-life/tracing.js';
import type { Scene } from './scene.types.js';
import { withTitle } from './titled.js';

/** More rays than this are not worth their time: the picture is enlarged from so many. */
const MOST_RAYS = 500_000;

/** A thing on a plinth in a photographer's studio. */
export const stillLife: Scene = (brief, onProgress) => {
  const { width, height } = brief;
  const { setting, camera } = arrange(brief);
  const scale = Math.min(1, Math.sqrt(MOST_RAYS / (width * height)));
  const taken = expose(new Tracer(setting), camera, {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
    onProgress,
  });
  const plate = scale < 1 ? enlarged(taken, width, height) : taken;
  return withTitle(
    {
      paint(canvas, moment) {
        const context = canvas.getContext('2d');
        const zoom = 1 + PUSH * moment.share;
        context.drawImage(
          plate,
          (width * (1 - zoom)) / 2,
          (height * (1 - zoom)) / 2,
          width * zoom,
          height * zoom,
        );
      },
    },
    brief,
    { vignette: 0.16 },
  );
};

const PUSH = 0.09;
