import type { FieldError } from '../platform/errors.js';

export interface PictureSize {
  width: number;
  height: number;
}

interface SizeFields {
  width?: number;
  height?: number;
  aspect_ratio?: string;
}

const SIDE = { min: 64, max: 2048 } as const;

/** What people mean by a ratio alone: the sizes that sites and screens use. */
const USUAL_SIZES: Record<string, PictureSize> = {
  '1:1': { width: 1024, height: 1024 },
  '16:9': { width: 1280, height: 720 },
  '9:16': { width: 720, height: 1280 },
  '4:5': { width: 1080, height: 1350 },
  '5:4': { width: 1350, height: 1080 },
  '4:3': { width: 1152, height: 864 },
  '3:4': { width: 864, height: 1152 },
  '3:2': { width: 1248, height: 832 },
  '2:3': { width: 832, height: 1248 },
  '2:1': { width: 1440, height: 720 },
  '21:9': { width: 1680, height: 720 },
  '3:1': { width: 1536, height: 512 },
};

const DEFAULT_RATIO = '1:1';

/** Both sides given are taken as they are; one of them and a ratio give the other; a ratio alone has its usual size. */
export function resolvePictureSize({
  width,
  height,
  aspect_ratio: ratio,
}: SizeFields): PictureSize | FieldError[] {
  if (width !== undefined && height !== undefined) return { width, height };
  const usual = USUAL_SIZES[ratio ?? DEFAULT_RATIO];
  if (!usual)
    return [{ path: 'input.aspect_ratio', message: `must be one of ${Object.keys(USUAL_SIZES).join(', ')}` }];
  if (width === undefined && height === undefined) return usual;
  const shape = shapeOf(ratio ?? DEFAULT_RATIO);
  const size = {
    width: width ?? Math.round(height! * shape),
    height: height ?? Math.round(width! / shape),
  };
  const { given, computed } =
    width === undefined
      ? { given: 'height', computed: { side: 'width', pixels: size.width } }
      : { given: 'width', computed: { side: 'height', pixels: size.height } };
  if (computed.pixels >= SIDE.min && computed.pixels <= SIDE.max) return size;
  const message =
    `with aspect_ratio ${ratio ?? DEFAULT_RATIO} makes a ${computed.side} of ${computed.pixels}; ` +
    `it must be ${SIDE.min} to ${SIDE.max}`;
  return [{ path: `input.${given}`, message }];
}

function shapeOf(ratio: string): number {
  const [across, down] = ratio.split(':').map(Number);
  return across! / down!;
}
