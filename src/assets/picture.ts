import sharp, { type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { DomainError } from '../platform/errors.js';
import { refusalWhenFull } from '../platform/storage/disk-full.js';

/** Some 200 MB when decoded. A few kilobytes of PNG can claim to be a thousand times that. */
export const MAX_PIXELS = 50_000_000;
const THUMBNAIL_WIDTH = 480;
const THUMBNAIL_QUALITY = 78;
/** The most that thumbhash takes. */
const THUMBHASH_WIDTH = 100;

// No file is read twice, and what the cache holds open takes room on the disk after its removal.
sharp.cache(false);

export const THUMBNAIL_MIME_TYPE = 'image/webp';

export interface PictureFacts {
  width: number;
  height: number;
  thumbhash: string;
}

/** Measures an image and writes its thumbnail, which decodes it whole: a damaged one is found out here. */
export async function measurePicture(file: string, thumbnail: string): Promise<PictureFacts> {
  try {
    const { autoOrient } = await openPicture(file).metadata();
    await openPicture(file)
      .autoOrient()
      .resize(THUMBNAIL_WIDTH, THUMBNAIL_WIDTH, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: THUMBNAIL_QUALITY })
      .toFile(thumbnail);
    return { width: autoOrient.width, height: autoOrient.height, thumbhash: await thumbhashOf(thumbnail) };
  } catch (error) {
    throw refusalOf(error);
  }
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
