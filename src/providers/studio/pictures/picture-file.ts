import type { Canvas } from '@napi-rs/canvas';
import sharp, { type Sharp } from 'sharp';
import { THUMBNAIL } from '../../../platform/thumbnail.js';
import type { PictureFormat } from './picture-order.types.js';

export const MIME_TYPES: Record<PictureFormat, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** Says in the file itself that it was made by rules, in the IPTC's term for that. */
const PROVENANCE = [
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
  '<rdf:Description rdf:about=""',
  ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
  ' Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"',
  ' xmp:CreatorTool="MCP Media Engine studio"/>',
  '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>',
].join('');

/** From the pixels themselves: whoever has only the file would have to decode it again. */
export async function writePoster(canvas: Canvas, file: string): Promise<void> {
  await pixelsOf(canvas)
    .resize(THUMBNAIL.side, THUMBNAIL.side, { fit: 'inside', withoutEnlargement: true })
    .webp(THUMBNAIL.webp)
    .toFile(file);
}

export async function writePicture(canvas: Canvas, format: PictureFormat, file: string): Promise<void> {
  const picture = pixelsOf(canvas).withXmp(PROVENANCE);
  switch (format) {
    case 'png':
      await picture.png({ compressionLevel: 6, adaptiveFiltering: true }).toFile(file);
      break;
    case 'jpeg':
      // Full chroma: halved, it frays coloured letters.
      await picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4', mozjpeg: true }).toFile(file);
      break;
    case 'webp':
      await picture.webp({ quality: 88, smartSubsample: true }).toFile(file);
      break;
  }
}

function pixelsOf(canvas: Canvas): Sharp {
  const { width, height } = canvas;
  return sharp(canvas.data(), { raw: { width, height, channels: 4 } }).removeAlpha();
}
