import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { blend, luminance, rgb, withLightness, type Rgb } from '../../drawing/color.js';
import { clamp, lerp, smoothstep } from '../../drawing/interpolation.js';
import { Noise } from '../../drawing/noise.js';
import type { Palette } from '../../drawing/palette.js';
import type { Random } from '../../drawing/random.js';
import type { Composition } from './composition.js';
import type { Plate } from './plate.js';

/** How long one state of the ripples lasts until the next has faded in. */
const RIPPLE_SECONDS = 0.3;
const NEARNESS = 0.3;

/** The water at any time: ripples are worked out a few times a second and fade into each other. */
export class Water {
  private readonly reflection: Uint8ClampedArray;
  private readonly noise: Noise;
  private readonly states = new Map<number, Canvas>();

  constructor(
    above: Canvas,
    private readonly place: Composition,
    private readonly palette: Palette,
    random: Random,
  ) {
    this.reflection = above.getContext('2d').getImageData(0, 0, place.width, Math.round(place.horizon)).data;
    this.noise = new Noise(random);
  }

  /** One above the other, each with how much of it shows. */
  at(seconds: number): Array<{ plate: Plate; alpha: number }> {
    const at = seconds / RIPPLE_SECONDS;
    const index = Math.floor(at);
    const share = at - index;
    const plates = [{ plate: this.plate(index), alpha: 1 }];
    if (share > 0) plates.push({ plate: this.plate(index + 1), alpha: share });
    this.forgetAllBut(index, index + 1);
    return plates;
  }

  private plate(state: number): Plate {
    let canvas = this.states.get(state);
    if (!canvas) {
      canvas = this.paint(state * RIPPLE_SECONDS);
      this.states.set(state, canvas);
    }
    return { canvas, left: 0, top: Math.round(this.place.horizon), nearness: NEARNESS, drift: 0 };
  }

  private forgetAllBut(...states: number[]): void {
    for (const state of this.states.keys()) if (!states.includes(state)) this.states.delete(state);
  }

  private paint(seconds: number): Canvas {
    const { width, height } = this.place;
    const depth = height - Math.round(this.place.horizon);
    const canvas = createCanvas(width, depth);
    const context = canvas.getContext('2d');
    const water = context.createImageData(width, depth);
    fillWater(water.data, this.reflection, {
      place: this.place,
      palette: this.palette,
      noise: this.noise,
      seconds,
    });
    context.putImageData(water, 0, 0);
    return canvas;
  }
}

interface Surface {
  place: Composition;
  palette: Palette;
  noise: Noise;
  seconds: number;
}

/** Mirrors what stands above the horizon, broken by ripples that grow towards the viewer. */
function fillWater(
  water: Uint8ClampedArray,
  above: Uint8ClampedArray,
  { place, palette, noise, seconds }: Surface,
): void {
  const { width, height } = place;
  const horizon = Math.round(place.horizon);
  const depth = height - horizon;
  const ripple = rippleField(place, noise, seconds);
  const colors = waterColors(palette, place.water === 'sea');
  for (let row = 0; row < depth; row++) {
    const nearness = row / depth;
    // At a flat angle water is a mirror; looking down, one sees into it.
    const depthTint = lerp(0.1, place.water === 'sea' ? 0.66 : 0.5, smoothstep(0, 1, nearness));
    const swing = lerp(0.5, place.unit * (place.water === 'sea' ? 0.05 : 0.024), nearness);
    for (let x = 0; x < width; x++) {
      const wave = ripple(x, row, nearness);
      const sourceX = Math.round(clamp(x + wave * swing * 0.5, 0, width - 1));
      const mirrored = horizon - 1 - row * lerp(0.98, 0.82, nearness) + wave * swing;
      const sourceY = Math.round(clamp(mirrored, 0, horizon - 1));
      const source = (sourceY * width + sourceX) * 4;
      const target = (row * width + x) * 4;
      const crest = smoothstep(0.1, 0.62, wave);
      const trough = smoothstep(0.05, 0.6, -wave);
      const glint = glitter({ place, x, nearness, wave }) * colors.glint;
      for (let channel = 0; channel < 3; channel++) {
        let value = lerp(above[source + channel]!, colors.deep[channel]!, depthTint);
        value = lerp(value, colors.crest[channel]!, crest * lerp(0.1, 0.2, nearness));
        value = lerp(value, colors.trough[channel]!, trough * lerp(0.1, 0.34, nearness));
        water[target + channel] = lerp(value, colors.light[channel]!, glint);
      }
      water[target + 3] = 255;
    }
  }
}

/** About -1 to 1. Waves are long across and short in depth, and shrink with distance like everything else. */
function rippleField({ unit, water }: Composition, noise: Noise, seconds: number) {
  const sea = water === 'sea';
  return (x: number, row: number, nearness: number): number => {
    const distance = 1 / (0.035 + nearness * 0.9);
    const across = (x / unit) * distance * (sea ? 2.1 : 1.5);
    const away = distance * (sea ? 9 : 7);
    // Waves roll towards the viewer, short ones faster over the long.
    const long = noise.at(across + Math.sin(away * 0.7), away * 2.4 + seconds * 0.55);
    const short = noise.at(across * 3.1 + 7.7 + seconds * 0.25, away * 6.3 + row * 0.002 + seconds * 1.1);
    return long * 0.68 + short * 0.5;
  };
}

interface Spot {
  place: Composition;
  x: number;
  nearness: number;
  wave: number;
}

/** The path of light: narrow at the horizon, wider and more broken up close. */
function glitter({ place, x, nearness, wave }: Spot): number {
  const reach = place.sun.radius * lerp(0.75, 3.2, nearness);
  const aside = Math.exp(-(((x - place.sun.x) / reach) ** 2));
  const facing = smoothstep(lerp(-0.1, 0.22, nearness), lerp(0.3, 0.5, nearness), wave);
  return aside * facing * lerp(0.95, 0.6, nearness);
}

interface WaterColors {
  deep: Rgb;
  crest: Rgb;
  trough: Rgb;
  light: Rgb;
  glint: number;
}

function waterColors(palette: Palette, sea: boolean): WaterColors {
  const [zenith, high, low] = palette.sky;
  const deep = withLightness(blend(zenith, palette.land, sea ? 0.35 : 0.5), zenith.l * (sea ? 0.78 : 0.66));
  const light = rgb(palette.light);
  return {
    deep: rgb(deep),
    crest: rgb(blend(high, low, 0.6)),
    trough: rgb(withLightness(deep, deep.l * 0.7)),
    light,
    glint: palette.night ? 0.7 : clamp(luminance(light) * 0.95),
  };
}
