export type MediaKind = 'image' | 'video' | 'audio' | '3d';

export interface MediaFileType {
  mimeType: string;
  extension: string;
  kind: MediaKind;
  /** Browsers show it by themselves and can't run anything in it. */
  inline: boolean;
}

/** The whole list of what the engine stores and serves; SVG and HTML can run scripts and are not on it. */
const TYPES: MediaFileType[] = [
  { mimeType: 'image/png', extension: 'png', kind: 'image', inline: true },
  { mimeType: 'image/apng', extension: 'png', kind: 'image', inline: true },
  { mimeType: 'image/jpeg', extension: 'jpg', kind: 'image', inline: true },
  { mimeType: 'image/webp', extension: 'webp', kind: 'image', inline: true },
  { mimeType: 'image/gif', extension: 'gif', kind: 'image', inline: true },
  { mimeType: 'image/avif', extension: 'avif', kind: 'image', inline: true },
  { mimeType: 'image/tiff', extension: 'tiff', kind: 'image', inline: false },
  { mimeType: 'video/mp4', extension: 'mp4', kind: 'video', inline: true },
  { mimeType: 'video/webm', extension: 'webm', kind: 'video', inline: true },
  { mimeType: 'video/quicktime', extension: 'mov', kind: 'video', inline: false },
  { mimeType: 'video/matroska', extension: 'mkv', kind: 'video', inline: false },
  { mimeType: 'audio/mpeg', extension: 'mp3', kind: 'audio', inline: true },
  { mimeType: 'audio/wav', extension: 'wav', kind: 'audio', inline: true },
  { mimeType: 'audio/ogg', extension: 'ogg', kind: 'audio', inline: true },
  { mimeType: 'audio/flac', extension: 'flac', kind: 'audio', inline: true },
  { mimeType: 'audio/aac', extension: 'aac', kind: 'audio', inline: true },
  { mimeType: 'audio/mp4', extension: 'm4a', kind: 'audio', inline: true },
  { mimeType: 'audio/webm', extension: 'weba', kind: 'audio', inline: true },
  { mimeType: 'audio/aiff', extension: 'aiff', kind: 'audio', inline: false },
  { mimeType: 'model/gltf-binary', extension: 'glb', kind: '3d', inline: false },
  { mimeType: 'model/stl', extension: 'stl', kind: '3d', inline: false },
  { mimeType: 'model/3mf', extension: '3mf', kind: '3d', inline: false },
];

const BY_MIME_TYPE = new Map(TYPES.map((type) => [type.mimeType, type]));

export function mediaFileType(mimeType: string): MediaFileType | undefined {
  return BY_MIME_TYPE.get(mimeType);
}
