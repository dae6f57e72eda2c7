import type { CodeFormat } from './code-format.js';

const HIDDEN_AT_LEAST = 8;
const MOST_SHOWN = 4;
const HIDDEN = '*';

/** What lists and events show of a code: its fixed part and, where enough stays hidden, its last characters. */
export function maskOf(code: string, { layout }: CodeFormat): string {
  const drawn = layout.split('#').length - 1;
  const shown = Math.max(0, Math.min(MOST_SHOWN, drawn - HIDDEN_AT_LEAST));
  let left = drawn - shown;
  return [...layout]
    .map((place, position) => (place === '#' && left-- > 0 ? HIDDEN : code[position]!))
    .join('');
}

/** Of a code whose making is not known. */
export function maskOfImported(code: string): string {
  const shown = Math.max(0, Math.min(MOST_SHOWN, code.length - HIDDEN_AT_LEAST));
  return HIDDEN.repeat(code.length - shown) + code.slice(code.length - shown);
}
