import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { css, oklch, rgb } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import type { Palette } from '../../drawing/palette.js';

export interface Orb {
  x: number;
  y: number;
  radius: number;
}

/** A ball of glass: what lies behind it upside down, lamps on its shoulder, light gathered at its foot. */
export function paintOrb(context: SKRSContext2D, orb: Orb, behind: Canvas, palette: Palette): void {
  const { x, y, radius } = orb;
  paintShadow(context, orb, palette);
  const lens = refracted(context.canvas, orb, behind, palette);
  context.save();
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.clip();
  context.imageSmoothingQuality = 'high';
  context.drawImage(lens, x - radius, y - radius, radius * 2, radius * 2);
  context.restore();
  paintLamp(context, { x: x - radius * 0.36, y: y - radius * 0.5, radius: radius * 0.34 }, 0.85);
  paintLamp(context, { x: x + radius * 0.52, y: y + radius * 0.56, radius: radius * 0.2 }, 0.3);
  context.strokeStyle = css(palette.light, 0.34);
  context.lineWidth = Math.max(0.6, radius * 0.008);
  context.beginPath();
  context.arc(x, y, radius - context.lineWidth / 2, 0, Math.PI * 2);
  context.stroke();
}

function paintShadow(context: SKRSContext2D, { x, y, radius }: Orb, { land }: Palette): void {
  const shadow = context.createRadialGradient(
    x,
    y + radius * 0.3,
    radius * 0.6,
    x,
    y + radius * 0.3,
    radius * 1.7,
  );
  shadow.addColorStop(0, css(land, 0.42));
  shadow.addColorStop(1, css(land, 0));
  context.fillStyle = shadow;
  context.fillRect(x - radius * 2, y - radius * 2, radius * 4, radius * 4);
}

const LENS_PIXELS = 220;

/** Every pixel of the ball looks at the cloth behind through the bend of the glass. */
function refracted(
  { width, height }: { width: number; height: number },
  { x, y, radius }: Orb,
  behind: Canvas,
  palette: Palette,
): Canvas {
  const size = Math.max(8, Math.min(LENS_PIXELS, Math.ceil(radius * 2)));
  const lens = createCanvas(size, size);
  const context = lens.getContext('2d');
  const image = context.createImageData(size, size);
  const source = behind.getContext('2d').getImageData(0, 0, behind.width, behind.height).data;
  const rim = rgb(palette.land);
  const glow = rgb(palette.accent);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const u = ((column + 0.5) / size) * 2 - 1;
      const v = ((row + 0.5) / size) * 2 - 1;
      const out = Math.min(1, Math.hypot(u, v));
      // Turned over and wide, most of all near the rim.
      const bend = -lerp(0.75, 2.6, out ** 3);
      const sourceX = Math.round(clamp((x + u * radius * bend) / width) * (behind.width - 1));
      const sourceY = Math.round(clamp((y + v * radius * bend) / height) * (behind.height - 1));
      const from = (sourceY * behind.width + sourceX) * 4;
      const dark = smoothstep(0.62, 1, out) * 0.62;
      const light = smoothstep(0.45, 0.92, out) * smoothstep(0.1, 0.95, v * 0.8 + u * 0.45) * 0.7;
      const edge = smoothstep(0.93, 1, out) * 0.35;
      for (let channel = 0; channel < 3; channel++) {
        const seen = lerp(source[from + channel]! * 1.06 + 8, rim[channel]!, dark);
        image.data[(row * size + column) * 4 + channel] = seen + glow[channel]! * light + 255 * edge;
      }
      image.data[(row * size + column) * 4 + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return lens;
}

function paintLamp(context: SKRSContext2D, { x, y, radius }: Orb, strength: number): void {
  const white = oklch(1, 0, 0);
  context.save();
  context.translate(x, y);
  context.rotate(-0.7);
  context.scale(1.35, 0.62);
  const lamp = context.createRadialGradient(0, 0, 0, 0, 0, radius);
  lamp.addColorStop(0, css(white, strength));
  lamp.addColorStop(0.35, css(white, strength * 0.45));
  lamp.addColorStop(1, css(white, 0));
  context.fillStyle = lamp;
  context.beginPath();
  context.arc(0, 0, radius, 0, Math.PI * 2);
  context.fill();
  context.restore();
}
