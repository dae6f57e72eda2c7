import type { ModelCard } from './catalogue.types.js';
import type { RenderRequest } from './provider.types.js';

/** In whole credits, known before anything is made: what was asked for is what is charged. */
export function creditsOf({ credits, creditsPer, slug }: ModelCard, { n, input }: RenderRequest): number {
  if (creditsPer === 'output') return credits * n;
  const seconds = Number(input.duration);
  if (!Number.isFinite(seconds))
    throw new Error(`${slug} is sold by the second and its length is not known.`);
  return Math.ceil(credits * seconds) * n;
}
