import type { Canvas } from '@napi-rs/canvas';
import sharp from 'sharp';
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

export async function writePicture(canvas: Canvas, format: PictureFormat, file: string): Promise<void> {
  const { width, height } = canvas;
  const picture = sharp(canvas.data(), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .withXmp(PROVENANCE);
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
