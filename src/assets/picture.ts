import { copyFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { DomainError } from '../platform/errors.js';
import { refusalWhenFull } from '../platform/storage/disk-full.js';
import { THUMBNAIL } from '../platform/thumbnail.js';

/** Some 200 MB when decoded. A few kilobytes of PNG can claim to be a thousand times that. */
export const MAX_PIXELS = 50_000_000;
/** The most that thumbhash takes. */
const THUMBHASH_WIDTH = 100;

// No file is read twice, and what the cache holds open takes room on the disk after its removal.
sharp.cache(false);

export const THUMBNAIL_MIME_TYPE = 'image/webp';

export interface PictureSize {
  width: number;
  height: number;
}

export interface PictureFacts extends PictureSize {
  thumbhash: string;
}

/** As its head says: nothing is decoded. */
export async function sizeOf(file: string): Promise<PictureSize> {
  const { autoOrient } = await headOf(file);
  return { width: autoOrient.width, height: autoOrient.height };
}

/** Measures an image and writes its thumbnail, which decodes it whole: a damaged one is found out here. */
export async function measurePicture(file: string, thumbnail: string): Promise<PictureFacts> {
  const head = await headOf(file);
  const { width, height } = head.autoOrient;
  try {
    if (isThumbnail(head)) await copyFile(file, thumbnail);
    else await shrink(file, thumbnail);
    return { width, height, thumbhash: await thumbhashOf(thumbnail) };
  } catch (error) {
    throw refusalOf(error);
  }
}

async function headOf(file: string): Promise<Metadata> {
  try {
    return await openPicture(file).metadata();
  } catch (error) {
    throw refusalOf(error);
  }
}

/** What a photographer's file tells beside its picture, such as where it was taken, is not for a thumbnail. */
function isThumbnail({ format, pages = 1, exif, width, height }: Metadata): boolean {
  return format === 'webp' && pages === 1 && !exif && Math.max(width, height) <= THUMBNAIL.side;
}

async function shrink(file: string, thumbnail: string): Promise<void> {
  await openPicture(file)
    .autoOrient()
    .resize(THUMBNAIL.side, THUMBNAIL.side, { fit: 'inside', withoutEnlargement: true })
    .webp(THUMBNAIL.webp)
    .toFile(thumbnail);
}

function openPicture(file: string): Sharp {
  return sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
}

async function thumbhashOf(thumbnail: string): Promise<string> {
  const { data, info } = await sharp(thumbnail)
    .resize(THUMBHASH_WIDTH, THUMBHASH_WIDTH, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

function refusalOf(error: unknown): unknown {
  const full = refusalWhenFull(error);
  if (full !== error) return full;
  const { message } = error as Error;
  if (message.includes('exceeds pixel limit')) {
    return new DomainError(
      'payload_too_large',
      `The image has more than ${MAX_PIXELS / 1e6} million pixels.`,
      {
        remediation: 'Use a smaller image.',
        cause: error,
      },
    );
  }
  return new DomainError(
    'unsupported_media_type',
    'The image is damaged or of a kind that can not be read.',
    {
      remediation: 'Save the image again, for example as PNG, and use that file.',
      cause: error,
    },
  );
}
