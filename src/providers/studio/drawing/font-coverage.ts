const TABLE_DIRECTORY = 12;
const TABLE_RECORD = 16;
const UNICODE_BMP = { platform: 3, encoding: 1, format: 4 };

/**
 * Which characters a TrueType font has glyphs for. Asked before anything is accepted, and without the canvas: that
 * draws an empty box for what is missing, or borrows from whatever fonts the machine has.
 */
export function readCoverage(font: Buffer): Set<number> {
  const start = findTable(font, 'cmap');
  const subtables = font.readUInt16BE(start + 2);
  for (let index = 0; index < subtables; index++) {
    const record = start + 4 + index * 8;
    const subtable = start + font.readUInt32BE(record + 4);
    const fits =
      font.readUInt16BE(record) === UNICODE_BMP.platform &&
      font.readUInt16BE(record + 2) === UNICODE_BMP.encoding &&
      font.readUInt16BE(subtable) === UNICODE_BMP.format;
    if (fits) return readSegments(font, subtable);
  }
  throw new Error('The font has no Unicode character map of format 4.');
}

function findTable(font: Buffer, name: string): number {
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index++) {
    const record = TABLE_DIRECTORY + index * TABLE_RECORD;
    if (font.toString('latin1', record, record + 4) === name) return font.readUInt32BE(record + 8);
  }
  throw new Error(`The font has no table ${name}.`);
}

function readSegments(font: Buffer, subtable: number): Set<number> {
  const covered = new Set<number>();
  const bytes = font.readUInt16BE(subtable + 6);
  const ends = subtable + 14;
  const starts = ends + bytes + 2;
  const deltas = starts + bytes;
  const offsets = deltas + bytes;
  for (let at = 0; at < bytes; at += 2) {
    const first = font.readUInt16BE(starts + at);
    const last = font.readUInt16BE(ends + at);
    const delta = font.readUInt16BE(deltas + at);
    const offset = font.readUInt16BE(offsets + at);
    for (let code = first; code <= last && code !== 0xffff; code++) {
      const raw = offset === 0 ? code : font.readUInt16BE(offsets + at + offset + (code - first) * 2);
      const glyph = offset !== 0 && raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) covered.add(code);
    }
  }
  return covered;
}
