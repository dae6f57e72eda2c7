import type { OnProgress, RenderedFile, Renderer, StudioOrder } from './studio-order.types.js';

type Renderers = {
  [Kind in StudioOrder['kind']]: () => Promise<Renderer<Extract<StudioOrder, { kind: Kind }>>>;
};

/** Loaded when first asked for: a process that paints pictures needs no encoders of films. */
const RENDERERS: Renderers = {
  picture: async () => (await import('./pictures/picture-rendering.js')).renderPictures,
};

export async function renderOrder(
  order: StudioOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  const render = await RENDERERS[order.kind]();
  return render(order, folder, onProgress);
}
