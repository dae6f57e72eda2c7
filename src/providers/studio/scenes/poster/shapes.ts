import type { SKRSContext2D } from '@napi-rs/canvas';
import { blend, css, withLightness, type Color } from '../../drawing/color.js';
import { lerp, smoothstep } from '../../drawing/interpolation.js';
import type { Random } from '../../drawing/random.js';
import type { Area, Inks } from './poster-sheet.js';

/** Paints the shapes of a poster as they stand at a time. */
export type Shapes = (context: SKRSContext2D, seconds: number) => void;
export type ShapeMaker = (area: Area, inks: Inks, random: Random) => Shapes;

/** Quarter circles, halves and discs in a grid; in a film one tile after the other makes a quarter turn. */
export const tiles: ShapeMaker = (area, { shapes, ground }, random) => {
  const rough = Math.min(area.width, area.height) / random.integer(3, 4);
  const columns = Math.max(1, Math.round(area.width / rough));
  const rows = Math.max(1, Math.round(area.height / rough));
  const wide = area.width / columns;
  const tall = area.height / rows;
  const grid = Array.from({ length: columns * rows }, (_, index) => ({
    x: area.x + (index % columns) * wide,
    y: area.y + Math.floor(index / columns) * tall,
    kind: random.integer(0, 5),
    turn: random.integer(0, 3),
    under: random.chance(0.45) ? ground : pick(shapes, random),
    color: pick(shapes, random),
    other: pick(shapes, random),
    begins: random.between(0, 3),
  }));
  return (context, seconds) => {
    for (const tile of grid) {
      const turned = tile.turn + smoothstep(0, 0.9, (seconds - tile.begins) % 4);
      context.save();
      // One pixel over: between two tiles nothing must shine through.
      context.fillStyle = css(tile.under);
      context.fillRect(Math.floor(tile.x), Math.floor(tile.y), Math.ceil(wide) + 1, Math.ceil(tall) + 1);
      context.beginPath();
      context.rect(tile.x, tile.y, wide, tall);
      context.clip();
      context.translate(tile.x + wide / 2, tile.y + tall / 2);
      context.scale(wide, tall);
      context.rotate((seconds > tile.begins ? turned : tile.turn) * (Math.PI / 2));
      paintTile(context, tile);
      context.restore();
    }
  };
};

interface Tile {
  kind: number;
  color: Color;
  other: Color;
  under: Color;
}

/** In a square from -0.5 to 0.5. */
function paintTile(context: SKRSContext2D, { kind, color, other, under }: Tile): void {
  const disc = (x: number, y: number, radius: number, ink: Color) => {
    context.fillStyle = css(ink);
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.fill();
  };
  switch (kind) {
    case 0:
      disc(-0.5, -0.5, 1, color);
      disc(-0.5, -0.5, 0.5, other);
      break;
    case 1:
      disc(0, 0, 0.5, color);
      break;
    case 2:
      disc(-0.5, 0, 0.5, color);
      disc(0.5, 0, 0.5, other);
      break;
    case 3:
      context.fillStyle = css(color);
      context.beginPath();
      context.moveTo(-0.5, -0.5);
      context.lineTo(0.5, -0.5);
      context.lineTo(-0.5, 0.5);
      context.fill();
      break;
    case 4:
      for (let ring = 0; ring < 4; ring++) disc(-0.5, 0.5, 1 - ring * 0.25, ring % 2 ? under : color);
      break;
    default:
      disc(-0.5, -0.5, 1, color);
  }
}

/** One great disc, cut by the edge, others through which it shows. */
export const discs: ShapeMaker = (area, { shapes, ground }, random) => {
  const side = Math.min(area.width, area.height);
  const great = {
    x: random.between(0.42, 0.66),
    y: random.between(0.4, 0.6),
    radius: random.between(0.42, 0.56),
  };
  const color = pick(shapes, random);
  const deep = blend(color, pick(shapes, random), 0.75);
  const lean = random.between(0, Math.PI * 2);
  const small = Array.from({ length: random.integer(2, 3) }, () => ({
    angle: random.between(0, Math.PI * 2),
    far: random.between(0.7, 1.05),
    radius: random.between(0.1, 0.3),
    color: pick(shapes, random),
    speed: random.between(-0.16, 0.16),
  }));
  const rules = random.chance(0.6);
  return (context, seconds) => {
    const x = area.x + area.width * great.x;
    const y = area.y + area.height * great.y;
    const radius = side * great.radius;
    const turn = lean + seconds * 0.12;
    const gradient = context.createLinearGradient(
      x + Math.cos(turn) * radius,
      y + Math.sin(turn) * radius,
      x - Math.cos(turn) * radius,
      y - Math.sin(turn) * radius,
    );
    for (let step = 0; step <= 8; step++) gradient.addColorStop(step / 8, css(blend(color, deep, step / 8)));
    context.fillStyle = gradient;
    fillDisc(context, x, y, radius);
    for (const { angle, far, radius: size, color: ink, speed } of small) {
      const at = angle + speed * seconds;
      const smallX = x + Math.cos(at) * radius * far;
      const smallY = y + Math.sin(at) * radius * far;
      context.fillStyle = css(ink);
      fillDisc(context, smallX, smallY, side * size);
      context.save();
      // Where two lie on each other a third colour appears, as in print.
      context.beginPath();
      context.arc(x, y, radius, 0, Math.PI * 2);
      context.clip();
      context.fillStyle = css(blend(blend(ink, color, 0.5), ground, 0.28));
      fillDisc(context, smallX, smallY, side * size);
      context.restore();
    }
    if (rules) paintRules(context, { x, y, radius }, ground);
  };
};

function paintRules(
  context: SKRSContext2D,
  { x, y, radius }: { x: number; y: number; radius: number },
  color: Color,
): void {
  context.fillStyle = css(color);
  for (let rule = 0; rule < 7; rule++) {
    const share = rule / 6;
    const at = y + radius * lerp(0.12, 0.94, share ** 0.9);
    context.fillRect(x - radius * 1.02, at, radius * 2.04, radius * lerp(0.012, 0.075, share));
  }
}

function fillDisc(context: SKRSContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

/** Bows around one corner, like the growth of a tree. */
export const bows: ShapeMaker = (area, { shapes, ground }, random) => {
  const count = random.integer(6, 10);
  const reach = Math.hypot(area.width, area.height) * random.between(0.72, 0.9);
  const right = random.chance(0.6);
  const low = random.chance(0.5);
  const colors = Array.from({ length: count }, (_, index) =>
    index % 3 === 2 ? ground : shapes[(index + random.integer(0, 1)) % shapes.length]!,
  );
  return (context, seconds) => {
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.width, area.height);
    context.clip();
    const x = area.x + (right ? area.width : 0);
    const y = area.y + (low ? area.height : 0);
    for (const [index, color] of colors.entries()) {
      const breath = 1 + 0.035 * Math.sin(seconds * 0.9 - index * 0.7);
      context.fillStyle = css(color);
      fillDisc(context, x, y, reach * (1 - index / count) * (seconds === 0 ? 1 : breath));
    }
    context.restore();
  };
};

/** Soft lights that melt into each other. */
export const haze: ShapeMaker = (area, { shapes, ground, type }, random) => {
  // Letters stand on it: it keeps to their other side.
  const readable = (color: Color) =>
    withLightness(color, type.l < 0.5 ? Math.max(0.72, color.l) : Math.min(0.46, color.l));
  const side = Math.max(area.width, area.height);
  const lights = Array.from({ length: 5 }, (_, index) => ({
    x: random.between(0.08, 0.92),
    y: random.between(0.05, 0.95),
    radius: random.between(0.34, 0.62),
    color: readable(blend(shapes[index % Math.min(4, shapes.length)]!, ground, 0.06)),
    phase: random.between(0, Math.PI * 2),
  }));
  return (context, seconds) => {
    for (const { x, y, radius, color, phase } of lights) {
      const atX = area.x + area.width * (x + 0.06 * Math.sin(seconds * 0.5 + phase));
      const atY = area.y + area.height * (y + 0.06 * Math.cos(seconds * 0.4 + phase));
      const light = context.createRadialGradient(atX, atY, 0, atX, atY, side * radius);
      for (let step = 0; step <= 10; step++) {
        light.addColorStop(step / 10, css(color, 0.92 * (1 - smoothstep(0, 1, step / 10))));
      }
      context.fillStyle = light;
      context.fillRect(area.x, area.y, area.width, area.height);
    }
  };
};

/** A field of dots whose sizes follow a wave. */
export const dots: ShapeMaker = (area, { shapes }, random) => {
  const pitch = Math.min(area.width, area.height) / random.integer(11, 15);
  const angle = random.between(0, Math.PI);
  const waves = random.between(1.1, 2.1);
  const [first, second] = [pick(shapes, random), pick(shapes, random)];
  return (context, seconds) => {
    const columns = Math.ceil(area.width / pitch);
    const rows = Math.ceil(area.height / pitch);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const x = (column + 0.5) * (area.width / columns);
        const y = (row + 0.5) * (area.height / rows);
        const along =
          ((x - area.width / 2) * Math.cos(angle) + (y - area.height / 2) * Math.sin(angle)) /
          Math.min(area.width, area.height);
        const around =
          Math.hypot(x - area.width * 0.55, y - area.height * 0.45) / Math.min(area.width, area.height);
        const wave = 0.5 + 0.5 * Math.sin((along + around) * waves * Math.PI * 2 - seconds * 1.2);
        context.fillStyle = css(blend(first, second, wave));
        fillDisc(context, area.x + x, area.y + y, pitch * lerp(0.06, 0.47, wave));
      }
    }
  };
};

function pick<T>(choices: readonly T[], random: Random): T {
  return choices[random.integer(0, choices.length - 1)]!;
}
