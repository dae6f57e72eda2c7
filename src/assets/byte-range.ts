import type { ByteRange } from '../platform/storage/storage.js';

export type WantedBytes = { kind: 'whole' } | { kind: 'part'; range: ByteRange } | { kind: 'unsatisfiable' };

const WHOLE: WantedBytes = { kind: 'whole' };

/**
 * What a Range header asks for. What can't be understood is ignored, as HTTP wants it; several ranges at once are
 * answered with the whole, which is allowed and saves the multipart format that players never ask for.
 */
export function wantedBytes(header: string | undefined, size: number): WantedBytes {
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return WHOLE;
  if (first === '') return lastBytes(Number(last), size);
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return WHOLE;
  return start < size ? { kind: 'part', range: { start, end } } : { kind: 'unsatisfiable' };
}

function lastBytes(count: number, size: number): WantedBytes {
  if (count === 0) return { kind: 'unsatisfiable' };
  return { kind: 'part', range: { start: Math.max(0, size - count), end: size - 1 } };
}
