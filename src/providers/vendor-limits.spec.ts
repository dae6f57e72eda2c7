import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { compileCheck } from './json-schema.js';
import { prepareRemote } from './remote/prepare-remote.js';

const { models } = readCatalogue(CATALOGUE_FOLDER);
const card = (slug: string) => models.find((model) => model.slug === slug)!;
const faultsOf = (slug: string, input: Record<string, unknown>) =>
  compileCheck(card(slug).inputSchema, 'input')(input).map(({ path }) => path);
const choicesOf = (slug: string, field: string) =>
  (card(slug).inputSchema.properties as Record<string, { enum: string[] }>)[field]!.enum;

/** What vendors are known to refuse would be sold, sent and given back. */
describe('a built-in model takes no order that its vendor is known to refuse', () => {
  const shapes = choicesOf('seedream-4.5', 'resolution').flatMap((resolution) =>
    choicesOf('seedream-4.5', 'aspect_ratio').map((shape) => [resolution, shape] as const),
  );

  it.each(shapes)('Seedream makes pictures of 2560 × 1440 pixels and more: %s, %s', (resolution, shape) => {
    const { type, providerModel: model, template } = card('seedream-4.5');
    const input = { resolution, aspect_ratio: shape };
    const { body } = prepareRemote({ type, model, template, prompt: 'A lake', n: 1, input });
    const { width, height } = body.image_size as { width: number; height: number };
    expect(width * height).toBeGreaterThanOrEqual(2560 * 1440);
    expect(width * height).toBeLessThanOrEqual(4096 * 4096);
    const [across, down] = shape.split(':').map(Number);
    expect(width / height).toBeCloseTo(across! / down!, 2);
  });

  it('GPT Image 2 has no transparent background', () => {
    expect(faultsOf('gpt-image-2', { background: 'transparent' })).toEqual(['input.background']);
  });

  it('Eleven v3 knows three degrees of stability', () => {
    const degrees = [0, 0.5, 1].flatMap((stability) => faultsOf('eleven-v3', { stability }));
    expect(degrees).toEqual([]);
    expect(faultsOf('eleven-v3', { stability: 0.3 })).toEqual(['input.stability']);
  });

  it('Flux 2 Turbo has sides of 512 pixels and more', () => {
    expect(faultsOf('flux-2-turbo', { width: 511, height: 512 })).toEqual(['input.width']);
  });
});
