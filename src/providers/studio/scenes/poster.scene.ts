import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { blend, css } from '../drawing/color.js';
import { fontOf, setType, type SetType } from '../drawing/set-type.js';
import type { TypeStyle } from '../drawing/typefaces.js';
import { divide, mixInks, type Area, type Inks, type Sheet } from './poster/poster-sheet.js';
import { bows, discs, dots, haze, tiles, type ShapeMaker } from './poster/shapes.js';
import type { Scene, SceneBrief } from './scene.types.js';

interface Layout {
  words: RegExp;
  shapes: ShapeMaker;
  style: TypeStyle;
  /** The letters stand on the shapes, not beside them. */
  over?: boolean;
  /** Letters as large as they can be, from edge to edge. */
  loud?: boolean;
}

const LAYOUTS: readonly Layout[] = [
  { words: /\b(bauhaus|geometric|tiles?|modular|pattern)\b/i, shapes: tiles, style: 'sans' },
  { words: /\b(swiss|minimal\w*|modernist|circles?)\b/i, shapes: discs, style: 'sans' },
  { words: /\b(retro|seventies|70s|groovy|summer|music|jazz|festival)\b/i, shapes: bows, style: 'serif' },
  {
    words: /\b(gradient|soft|dream\w*|calm|pastel|aurora|wellness)\b/i,
    shapes: haze,
    style: 'serif',
    over: true,
  },
  { words: /\b(brutalis\w*|bold|loud|sale|launch|tech\w*|data)\b/i, shapes: dots, style: 'sans', loud: true },
];

/** Large words and plain shapes on coloured paper. */
export const poster: Scene = (brief) => {
  const { width, height, palette, prompt, random } = brief;
  const choice = random.fork('poster');
  const layout =
    LAYOUTS.find(({ words }) => words.test(prompt)) ?? LAYOUTS[choice.integer(0, LAYOUTS.length - 1)]!;
  const inks = mixInks(palette, random.fork('inks'));
  const sheet = divide(brief);
  const area = layout.over ? { x: 0, y: 0, width, height } : sheet.art;
  const shapes = layout.shapes(area, inks, random.fork('shapes'));
  const words = brief.title ? printWords({ ...brief, title: brief.title }, { layout, inks, sheet }) : null;
  return {
    paint(canvas, { seconds }) {
      const context = canvas.getContext('2d');
      context.fillStyle = css(inks.ground);
      context.fillRect(0, 0, width, height);
      context.save();
      context.beginPath();
      context.rect(area.x, area.y, area.width, area.height);
      context.clip();
      shapes(context, seconds);
      context.restore();
      if (words) context.drawImage(words, 0, 0);
    },
  };
};

interface Print {
  layout: Layout;
  inks: Inks;
  sheet: Sheet;
}

function printWords(
  { width, height, title, random }: SceneBrief & { title: string },
  { layout, inks, sheet }: Print,
): Canvas {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const { words, margin } = sheet;
  const shout = layout.loud ? capitals(title) : title;
  const type = setType(context, {
    text: shout,
    style: layout.style,
    maxWidth: words.width,
    maxHeight: words.height * 0.94,
    maxSize: Math.min(words.height * 0.62, words.width * (layout.loud ? 0.4 : 0.24)),
    maxLines: (size) => (size > words.height * 0.2 ? 4 : Infinity),
  });
  const wide = width > height * 1.2;
  const tall = type.lines.length * type.size * type.face.leading;
  const bottom =
    wide && random.fork('set').chance(0.5) ? words.y + words.height / 2 + tall / 2 : words.y + words.height;
  printLines(context, type, { x: words.x, y: bottom - tall, ...inks });
  printRule(
    context,
    { x: words.x, y: Math.max(margin * 0.5, bottom - tall - margin * 0.5), width: words.width, height: 0 },
    { inks, margin },
  );
  return canvas;
}

/** Not Greek, whose capitals lose their accents, nor what grows by it, such as ß. */
function capitals(title: string): string {
  const capital = title.toUpperCase();
  return /\p{Script=Greek}/u.test(title) || capital.length !== title.length ? title : capital;
}

function printLines(
  context: SKRSContext2D,
  { face, size, lines }: SetType,
  { x, y, type }: Pick<Area, 'x' | 'y'> & Inks,
): void {
  context.font = fontOf({ face, size });
  context.textBaseline = 'alphabetic';
  context.fillStyle = css(type);
  for (const [index, line] of lines.entries()) {
    // A little to the left: the first letter's own margin would break the edge.
    context.fillText(line, x - size * 0.04, y + size * 0.86 + index * size * face.leading);
  }
}

function printRule(
  context: SKRSContext2D,
  area: Area,
  { inks, margin }: { inks: Inks; margin: number },
): void {
  context.fillStyle = css(blend(inks.type, inks.ground, 0.15));
  context.fillRect(area.x, area.y, margin * 0.9, Math.max(1, margin * 0.075));
}
