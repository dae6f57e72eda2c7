import type { RenderedFile, StudioOrder } from '../studio-order.types.js';

/** What the engine tells a rendering process. */
export interface RenderCommand {
  order: StudioOrder;
  folder: string;
}

/** What a rendering process tells the engine. */
export type RenderReport =
  | { kind: 'progress'; fraction: number }
  | { kind: 'done'; files: RenderedFile[] }
  /** `code` is the system's, when the disk was the problem and not the picture. */
  | { kind: 'failed'; reason: string; code: string | null };
