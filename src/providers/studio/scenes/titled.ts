import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { paintVignette } from '../drawing/finish.js';
import { setTitle } from '../drawing/title.js';
import { FIRST_MOMENT, type Painting, type SceneBrief } from './scene.types.js';

/** Darker corners and the title, made once for what the first moment shows and laid over every one. */
export function withTitle(
  painting: Painting,
  brief: SceneBrief,
  { vignette }: { vignette: number },
): Painting {
  const overlay = paintOverlay(painting, brief, vignette);
  return {
    paint(canvas, moment) {
      painting.paint(canvas, moment);
      canvas.getContext('2d').drawImage(overlay, 0, 0);
    },
  };
}

function paintOverlay(painting: Painting, brief: SceneBrief, vignette: number): Canvas {
  const { width, height, title, palette } = brief;
  const overlay = createCanvas(width, height);
  const context = overlay.getContext('2d');
  paintVignette(context, brief, palette.ink, vignette);
  if (title) {
    const beneath = createCanvas(width, height);
    painting.paint(beneath, FIRST_MOMENT);
    setTitle(context, { width, height, title, palette, beneath });
  }
  return overlay;
}
