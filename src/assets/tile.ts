import sharp from 'sharp';
import type { MediaKind } from './media-types.js';

type TileKind = Exclude<MediaKind, 'image'>;

const WIDTH = 480;
const HEIGHT = 270;
const BARS = 72;
const MARGIN = 36;

const LOOKS: Record<TileKind, { from: string; to: string; sign: string }> = {
  video: {
    from: '#243b6b',
    to: '#7a5cc7',
    sign: '<circle cx="240" cy="135" r="46" fill="#fff" fill-opacity=".16"/><path d="M226 109v52l44-26z" fill="#fff"/>',
  },
  audio: {
    from: '#0f4c5c',
    to: '#3aa17e',
    sign: bars(Array.from({ length: BARS }, (_, index) => rest(index))),
  },
  '3d': {
    from: '#5b3a29',
    to: '#d08c4f',
    sign:
      '<g fill="#fff"><path d="M240 79 292 109 240 139 188 109z"/>' +
      '<path d="M188 115 237 143v54l-49-28z" fill-opacity=".7"/><path d="M292 115 243 143v54l49-28z" fill-opacity=".45"/></g>',
  },
};

/** Stands for a file that nothing can show: its kind as a sign. */
export async function paintTile(kind: TileKind, target: string): Promise<void> {
  await paint(kind, LOOKS[kind].sign, target);
}

/** A sound as it is loud and soft, from its beginning on the left to its end on the right. */
export async function paintWaveform(samples: Float32Array, target: string): Promise<void> {
  await paint('audio', bars(loudness(samples)), target);
}

async function paint(kind: TileKind, sign: string, target: string): Promise<void> {
  const { from, to } = LOOKS[kind];
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">` +
    `<linearGradient id="g" x2="1" y2="1"><stop stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>` +
    `<rect width="100%" height="100%" fill="url(#g)"/>${sign}</svg>`;
  await sharp(Buffer.from(svg)).png().toFile(target);
}

/** 0 to 1 for each bar; the loudest reaches 1, and what is silent stays a line. */
function loudness(samples: Float32Array): number[] {
  const perBar = Math.max(1, samples.length / BARS);
  const levels = Array.from({ length: BARS }, (_, bar) => {
    const part = samples.subarray(Math.floor(bar * perBar), Math.max(1, Math.floor((bar + 1) * perBar)));
    return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / Math.max(1, part.length));
  });
  const loudest = Math.max(...levels, 1e-3);
  return levels.map((level) => level / loudest);
}

/** The same gentle curve for every sound that could not be listened to. */
function rest(bar: number): number {
  const middle = 1 - Math.abs(bar / (BARS - 1) - 0.5) * 1.4;
  return middle * (0.35 + 0.3 * Math.abs(Math.sin(bar * 0.9)));
}

function bars(levels: number[]): string {
  const step = (WIDTH - 2 * MARGIN) / levels.length;
  const drawn = levels.map((level, index) => {
    const height = Math.max(3, level * (HEIGHT - 2 * MARGIN));
    const x = (MARGIN + index * step).toFixed(1);
    return `<rect x="${x}" y="${((HEIGHT - height) / 2).toFixed(1)}" width="${(step * 0.6).toFixed(1)}" height="${height.toFixed(1)}" rx="1.6"/>`;
  });
  return `<g fill="#fff" fill-opacity=".92">${drawn.join('')}</g>`;
}
