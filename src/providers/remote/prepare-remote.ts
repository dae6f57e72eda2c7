import { invalid } from '../../platform/errors.js';
import { resolvePictureSize } from '../picture-size.js';
import type { PreparedRender, RenderRequest } from '../provider.types.js';
import { fillTemplate, placesIn } from './fill-template.js';

/** Sides in pixels that a provider takes are multiples of `sideStep`. */
interface Rules {
  sideStep?: number;
}

/** Writes the defaults of the size out and fills the catalogue's template with what was asked for. */
export function prepareRemote(request: RenderRequest, { sideStep = 1 }: Rules = {}): PreparedRender {
  const { prompt, n, template } = request;
  if (!template) throw new Error(`The catalogue has no template for ${request.model}.`);
  const places = placesIn(template);
  const input = places.has('width') ? withSize(request.input, sideStep) : request.input;
  const values = { prompt, n, ...input };
  const seconds = typeof input.duration === 'number' ? input.duration : undefined;
  return { request: { ...request, input }, body: fillTemplate(template, values), seconds };
}

function withSize(input: Record<string, unknown>, step: number): Record<string, unknown> {
  const size = resolvePictureSize(input);
  if (Array.isArray(size)) throw invalid(size);
  const rounded = (side: number) => Math.round(side / step) * step;
  return { ...input, width: rounded(size.width), height: rounded(size.height) };
}
