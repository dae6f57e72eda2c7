import { invalid } from '../../platform/errors.js';
import { type PictureSize, resolvePictureSize } from '../picture-size.js';
import type { PreparedRender, RenderRequest } from '../provider.types.js';
import { fillTemplate, placesIn } from './fill-template.js';

/** Sides in pixels that a provider takes are multiples of `sideStep`. */
interface Rules {
  sideStep?: number;
}

/**
 * Fills the catalogue's template with what was asked for, and with the size that it comes to. The request stays as it was asked:
 * whether another provider may take over depends on what was, and not on what this one was told.
 */
export function prepareRemote(request: RenderRequest, { sideStep = 1 }: Rules = {}): PreparedRender {
  const { prompt, n, input, template } = request;
  if (!template) throw new Error(`The catalogue has no template for ${request.model}.`);
  const size = placesIn(template).has('width') ? sizeOf(input, sideStep) : {};
  const seconds = typeof input.duration === 'number' ? input.duration : undefined;
  return { request, body: fillTemplate(template, { prompt, n, ...input, ...size }), seconds };
}

function sizeOf(input: Record<string, unknown>, step: number): PictureSize {
  const size = resolvePictureSize(input);
  if (Array.isArray(size)) throw invalid(size);
  const rounded = (side: number) => Math.round(side / step) * step;
  return { width: rounded(size.width), height: rounded(size.height) };
}
