import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { CatalogueService } from './catalogue.service.js';
import { offersOf } from './catalogue.types.js';
import type { MediaType } from './provider.types.js';
import { ProvidersService } from './providers.service.js';

const CONFIG = {
  publicUrl: null,
};
const catalogue = new CatalogueService(readCatalogue(CATALOGUE_FOLDER), new ProvidersService([]), CONFIG);
const slugOf = (name: string, type: MediaType) => catalogue.card(name, type).slug;

describe('the models that people ask for', () => {
  it.each<[MediaType, string, string]>([
    ['image', 'flux-2-turbo', 'flux-2-turbo'],
    ['image', 'flux-2', 'flux-2-turbo'],
    ['image', 'flux-3', 'flux-3-image'],
    ['image', 'gpt-image-2', 'gpt-image-2'],
    ['image', 'seedream', 'seedream-4.5'],
    ['image', 'stable-diffusion', 'stable-diffusion-3.5-large'],
    ['image', 'stable-diffusion-3.5', 'stable-diffusion-3.5-large'],
    ['image', 'nano-banana', 'nano-banana-2'],
    ['video', 'flux-3', 'flux-3-video'],
    ['video', 'seedance', 'seedance-2.0'],
    ['video', 'seedance-2', 'seedance-2.0'],
    ['video', 'veo-3.1', 'veo-3.1'],
    ['video', 'kling', 'kling-v3-pro'],
    ['audio', 'eleven-v3', 'eleven-v3'],
    ['3d', 'hunyuan3d', 'hunyuan3d-v3'],
    ['3d', 'trellis-2', 'trellis-2'],
    ['3d', 'meshy', 'meshy-v6'],
  ])('are there by their names: %s %s', (type, name, slug) => {
    expect(catalogue.card(name, type)).toMatchObject({ slug, type, status: 'active' });
  });

  it.each<[MediaType, string, string]>([
    ['image', 'Flux 2 Turbo', 'flux-2-turbo'],
    ['image', 'FLUX.2 turbo', 'flux-2-turbo'],
    ['image', 'Seedance', 'seedream-4.5'],
    ['video', 'Seedance', 'seedance-2.0'],
    ['image', 'GPT Image 2', 'gpt-image-2'],
    ['image', 'Stable Diffusion', 'stable-diffusion-3.5-large'],
    ['video', 'Veo 3.1', 'veo-3.1'],
    ['video', 'Kling 3 Pro', 'kling-v3-pro'],
    ['image', 'studio_image', 'studio-image'],
  ])('are there by their names as people write them: %s %s', (type, name, slug) => {
    expect(slugOf(name, type)).toBe(slug);
  });

  it('sound different from each other, so that what people write names one', () => {
    const fold = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
    const claims = new Map<string, Set<string>>();
    for (const { slug, title, type, aliases = [] } of catalogue.models())
      for (const name of [slug, title, ...aliases]) {
        const key = `${type} ${fold(name)}`;
        claims.set(key, (claims.get(key) ?? new Set()).add(slug));
      }
    expect([...claims].filter(([, slugs]) => slugs.size > 1)).toEqual([]);
  });

  it('stand for none where two of a type sound alike', () => {
    const { models, ...others } = readCatalogue(CATALOGUE_FOLDER);
    const twin = { ...models.find(({ slug }) => slug === 'veo-3.1')!, slug: 'veo-31', aliases: [] };
    const twins = new CatalogueService(
      { ...others, models: [...models, twin] },
      new ProvidersService([]),
      CONFIG,
    );
    expect(() => twins.card('Veo 3.1', 'video')).toThrow('No such model');
    expect(twins.card('veo-31', 'video').slug).toBe('veo-31');
    expect(twins.card('veo-3.1', 'video').slug).toBe('veo-3.1');
  });

  it('are no guesses: what sounds like none is not there', () => {
    for (const name of ['', '-', 'turbo', 'Flux 9'])
      expect(() => slugOf(name, 'image')).toThrow('No such model');
  });

  it('answer to a name of another type with their sibling', () => {
    expect(slugOf('seedance', 'image')).toBe('seedream-4.5');
  });

  it.each([
    ['sora-2', 'veo-3.1'],
    ['sora', 'veo-3.1'],
    ['dall-e-3', 'gpt-image-2'],
    ['gpt-image-1', 'gpt-image-2'],
    ['imagen-4', 'nano-banana-2'],
  ])('are told of their successor when they are retired: %s', (name, successor) => {
    const order = () => catalogue.model(name);
    expect(order).toThrow(
      expect.objectContaining({ code: 'model_retired', context: { model: name, successor } }),
    );
  });

  it('have no seed 0 at Stability AI, for which it means any', () => {
    const order = { n: 1, input: { seed: 0 } };
    const offers = catalogue
      .models()
      .flatMap((card) => offersOf(card).map((offer) => ({ card, offer })))
      .filter(({ offer }) => offer.provider === 'stability');
    expect(offers).toHaveLength(5);
    for (const { card, offer } of offers) {
      const faults = [
        ...catalogue.inputFaults(card, order.input),
        ...catalogue.offerFaults(card, offer, order),
      ];
      expect([card.slug, faults.map(({ path }) => path)]).toEqual([card.slug, ['input.seed']]);
    }
  });

  it.each(['kling-v3-pro', 'veo-3.1', 'seedance-2.0', 'seedance-1.5-pro'])(
    'start from a picture too: %s',
    (slug) => {
      const card = catalogue.card(`${slug}-image-to-video`);
      const input = { image: 'https://example.com/start.png' };
      expect(catalogue.inputFaults(card, {})).toEqual([{ path: 'input.image', message: 'is required' }]);
      expect(catalogue.inputFaults(card, input)).toEqual([]);
      expect(catalogue.assetFields(card.slug, input)).toMatchObject([{ path: 'image', value: input.image }]);
    },
  );
});
