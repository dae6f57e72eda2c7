import type { OnProgress, RenderedFile, Renderer, StudioOrder } from './studio-order.types.js';

type Renderers = {
  [Kind in StudioOrder['kind']]: () => Promise<Renderer<Extract<StudioOrder, { kind: Kind }>>>;
};

/** Loaded when first asked for: a process that paints pictures needs no encoders of films. */
const RENDERERS: Renderers = {
  picture: async () => (await import('./pictures/picture-rendering.js')).renderPictures,
  speech: async () => (await import('./sounds/speech/speech-rendering.js')).renderSpeech,
  music: async () => (await import('./sounds/music/music-rendering.js')).renderMusic,
  film: async () => (await import('./films/film-rendering.js')).renderFilms,
  object: async () => (await import('./objects/object-rendering.js')).renderObjects,
};

export async function renderOrder(
  order: StudioOrder,
  folder: string,
  onProgress: OnProgress,
): Promise<RenderedFile[]> {
  // The kind chooses the one that takes it.
  const render = (await RENDERERS[order.kind]()) as Renderer<StudioOrder>;
  return render(order, folder, onProgress);
}
