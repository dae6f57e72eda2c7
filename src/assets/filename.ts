const MAX_BASE_LENGTH = 80;
const NOT_IN_NAMES = /[^\p{L}\p{N}\p{M} ._-]+/gu;

/** A name that every file system takes. */
export function filenameOf(base: string, extension: string): string {
  const characters = [...base.normalize('NFC').replace(NOT_IN_NAMES, '-')].slice(0, MAX_BASE_LENGTH);
  const trimmed = characters.join('').replace(/^[\s.-]+|[\s.-]+$/gu, '');
  return `${trimmed || 'file'}.${extension}`;
}

/** Old clients read the first name, all others the second, which may have any letters. */
export function contentDisposition(type: 'inline' | 'attachment', filename: string): string {
  const ascii = filename.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${type}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
