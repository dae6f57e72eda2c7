import { fileTypeFromFile } from 'file-type';
import { DomainError } from '../platform/errors.js';
import { hasMovingPicture } from './recording.js';
import { type MediaFileType, mediaFileType } from './media-types.js';

/** Other names of types that are on our list. */
const SYNONYMS: Record<string, string> = {
  'audio/x-m4a': 'audio/mp4',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'video/x-m4v': 'video/mp4',
};

/** Containers in which the same bytes at the beginning may hold sound only. */
const MAY_BE_SOUND: Record<string, string> = { 'video/mp4': 'audio/mp4', 'video/webm': 'audio/webm' };

/** By content: what the sender says a file is decides nothing. */
export async function sniffMediaType(file: string): Promise<MediaFileType> {
  const found = (await fileTypeFromFile(file))?.mime ?? '';
  const mimeType = SYNONYMS[found] ?? found;
  const sound = MAY_BE_SOUND[mimeType];
  const type = mediaFileType(sound && !(await hasMovingPicture(file)) ? sound : mimeType);
  if (!type) throw notMedia();
  return type;
}

function notMedia(): DomainError {
  return new DomainError(
    'unsupported_media_type',
    'The file is not an image, a video, sound or a 3D model of a known type.',
    {
      remediation:
        'Use PNG, JPEG, WebP, GIF, AVIF, TIFF, MP4, WebM, MOV, MP3, WAV, Ogg, FLAC, AAC, GLB, STL or 3MF.',
    },
  );
}
