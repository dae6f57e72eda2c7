import type { NewAsset } from '../assets/assets.types.js';
import type { FieldError } from '../platform/errors.js';
import type { AssetField } from '../providers/catalogue.types.js';

/** What a field that wants files of some kind, such as `image/*`, has against this one. */
export function typeFaults(
  { path, mediaType }: AssetField,
  { mimeType }: Pick<NewAsset, 'mimeType'>,
): FieldError[] {
  if (mediaType === undefined || fits(mimeType, mediaType)) return [];
  return [{ path, message: `must be a file of type ${mediaType}; this one is ${mimeType}` }];
}

function fits(mimeType: string, wanted: string): boolean {
  return wanted.endsWith('/*') ? mimeType.startsWith(wanted.slice(0, -1)) : mimeType === wanted;
}
