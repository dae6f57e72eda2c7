import { invalid } from '../../platform/errors.js';
import { type PictureSize, resolvePictureSize } from '../picture-size.js';
import type { PreparedRender, RenderRequest } from '../provider.types.js';
import { fillTemplate, placesIn } from './fill-template.js';

/** Vendors sell speech by its letters; English is said at about this pace. */
const LETTERS_A_SECOND = 15;

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
  const body = fillTemplate(template, { prompt, n, ...input, ...size });
  return { request, body, seconds: secondsOf(request, template) };
}

/** As long as was asked for, or as the words take that are spoken. */
function secondsOf({ prompt, input }: RenderRequest, template: Record<string, unknown>): number | undefined {
  if (typeof input.duration === 'number') return input.duration;
  return isSpeech(template) ? prompt.length / LETTERS_A_SECOND : undefined;
}

/** What has a voice says the prompt. */
export function isSpeech(template: Record<string, unknown>): boolean {
  return placesIn(template).has('voice');
}

function sizeOf(input: Record<string, unknown>, step: number): PictureSize {
  const size = resolvePictureSize(input);
  if (Array.isArray(size)) throw invalid(size);
  const rounded = (side: number) => Math.round(side / step) * step;
  return { width: rounded(size.width), height: rounded(size.height) };
}
