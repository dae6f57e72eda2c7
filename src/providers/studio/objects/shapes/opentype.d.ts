/** The part of the library that is used here; the types published for it need a browser. */
declare module 'opentype.js/dist/opentype.mjs' {
  export type PathCommand =
    | { type: 'M' | 'L'; x: number; y: number }
    | { type: 'Q'; x: number; y: number; x1: number; y1: number }
    | { type: 'C'; x: number; y: number; x1: number; y1: number; x2: number; y2: number }
    | { type: 'Z' };

  export interface Font {
    getPaths(text: string, x: number, y: number, size: number): Array<{ commands: PathCommand[] }>;
    getAdvanceWidth(text: string, size: number): number;
  }

  export function parse(bytes: ArrayBuffer): Font;
}
