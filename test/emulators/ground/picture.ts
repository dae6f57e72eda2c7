import sharp from 'sharp';

let made: Promise<Buffer> | undefined;

/** A small picture, the same each time. */
export function aPicture(): Promise<Buffer> {
  made ??= sharp({ create: { width: 8, height: 8, channels: 3, background: '#3366cc' } })
    .png()
    .toBuffer();
  return made;
}
