import type { ShapeName } from './shapes/shape-names.js';

export interface ObjectOrder {
  kind: 'object';
  prompt: string;
  title: string | null;
  shape: ShapeName;
  /** One for each output. */
  seeds: number[];
}
