import type { EngineConfig, RemoteProviderId } from '../platform/config/config.types.js';
import { DomainError } from '../platform/errors.js';
import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { CatalogueService } from './catalogue.service.js';
import type { ModelCard } from './catalogue.types.js';
import { FalProvider } from './fal/fal.provider.js';
import { LumaProvider } from './luma/luma.provider.js';
import { MeasuredModels } from './measured-models.service.js';
import { ProvidersService } from './providers.service.js';
import { ProviderClient } from './remote/provider-client.js';
import { RenderingService, type RenderOrder } from './rendering.service.js';
import { StudioProvider } from './studio/studio.provider.js';

const bundled = readCatalogue(CATALOGUE_FOLDER);
const studioCard = bundled.models[0]!;
const CONFIG = {
  publicUrl: null,
  providers: { ownKeys: { allowed: true, feePercent: 10, slots: 1 } },
} as EngineConfig;

function aService(...others: Partial<ModelCard>[]): RenderingService {
  return aMeasuredService(new MeasuredModels(), ...others);
}

function aMeasuredService(measured: MeasuredModels, ...others: Partial<ModelCard>[]): RenderingService {
  const providers = new ProvidersService([
    new StudioProvider({ jobs: { studioSlots: 1, studioFilmSlots: 1 } } as EngineConfig),
  ]);
  const models = [...bundled.models, ...others.map((other) => ({ ...studioCard, ...other }))];
  return new RenderingService(
    new CatalogueService({ ...bundled, models }, providers, CONFIG),
    providers,
    measured,
    CONFIG,
  );
}

function anOrder(changes: Partial<RenderOrder> = {}): RenderOrder {
  return { type: 'image', prompt: 'a lake', n: 1, input: {}, ...changes };
}

function refusal(order: RenderOrder, service = aService()): DomainError {
  try {
    service.resolve(order);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

function sizeOf(order: Partial<RenderOrder>): [unknown, unknown] {
  const { width, height } = aService().resolve(anOrder(order)).renderRequest.input;
  return [width, height];
}

describe('an order', () => {
  it('has no longer a prompt than the model takes', () => {
    const service = aService({ slug: 'laconic', maxPromptLength: 10 });
    const laconic = (length: number) => anOrder({ model: 'laconic', prompt: 'a'.repeat(length) });
    expect(refusal(laconic(11), service).fields).toEqual([
      { path: 'prompt', message: 'must not be longer than 10 characters for laconic' },
    ]);
    expect(service.resolve(laconic(10)).credits).toBe(1);
  });

  it('is priced by output and goes to the default model and its queue', () => {
    expect(aService().resolve(anOrder({ n: 3 }))).toMatchObject({
      card: { slug: 'studio-image' },
      offer: { provider: 'studio' },
      credits: 3,
      queue: 'studio-short',
      renderRequest: { type: 'image', model: 'image', n: 3, prompt: 'a lake' },
    });
  });

  it('comes back the same from what was stored of it', () => {
    const service = aService();
    const { renderRequest } = service.resolve(anOrder({ preset: 'banner', n: 2 }));
    const offer = { provider: 'studio', providerModel: 'image' };
    expect(service.requestFor('studio-image', offer, renderRequest)).toEqual(renderRequest);
  });

  it('has every fault of its input told with its path', () => {
    const { code, fields } = refusal(
      anOrder({ input: { width: 10, height: 'x', format: 'gif', foo: 1, seed: 1.5 } }),
    );
    expect(code).toBe('validation_failed');
    expect(fields!.map(({ path }) => path).toSorted()).toEqual([
      'input.foo',
      'input.format',
      'input.height',
      'input.seed',
      'input.width',
    ]);
  });

  it('is refused on its own field when model or preset do not exist or are of another type', () => {
    expect(refusal(anOrder({ model: 'dall-e-99' }))).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'model' }],
    });
    expect(refusal(anOrder({ preset: 'nope' }))).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'preset' }],
    });
    expect(refusal(anOrder({ type: 'audio', model: 'studio-image' }))).toMatchObject({
      fields: [{ path: 'model' }],
    });
  });

  it('of a type that nothing here makes says so and what is missing', () => {
    const providers = new ProvidersService([]);
    const service = new RenderingService(
      new CatalogueService({ models: [], presets: [], defaults: {} }, providers, CONFIG),
      providers,
      new MeasuredModels(),
      CONFIG,
    );
    expect(refusal(anOrder({ type: 'video' }), service)).toMatchObject({
      code: 'model_unavailable',
      message: expect.stringContaining('video'),
    });
  });

  it('of a model without its provider says what would make it available', () => {
    const service = aService({ slug: 'far-image', provider: 'far' });
    expect(refusal(anOrder({ model: 'far-image' }), service)).toMatchObject({
      code: 'model_unavailable',
      remediation: expect.stringContaining('far'),
    });
  });

  it('of a retired model names the successor', () => {
    const service = aService(
      { slug: 'old', status: 'retired', replacedBy: 'studio-image' },
      { slug: 'expired', status: 'deprecated', retiresAt: '2020-01-01' },
      { slug: 'aging', status: 'deprecated', retiresAt: '2999-01-01' },
    );
    expect(refusal(anOrder({ model: 'old' }), service)).toMatchObject({
      code: 'model_retired',
      context: { successor: 'studio-image' },
    });
    expect(refusal(anOrder({ model: 'expired' }), service).code).toBe('model_retired');
    expect(service.resolve(anOrder({ model: 'aging' })).card.slug).toBe('aging');
  });
});

describe('an order with a file that its provider takes by a link only', () => {
  const order = anOrder({
    type: 'video',
    model: 'ray-2-image-to-video',
    input: { image: 'https://example.com/start.png' },
  });

  const fromPicture = bundled.models.find(({ slug }) => slug === 'ray-2-image-to-video')!;
  const orPicture: ModelCard = {
    ...fromPicture,
    slug: 'ray-2-or-picture',
    aliases: [],
    alternatives: [],
    inputSchema: { ...fromPicture.inputSchema, required: [] },
  };

  function anEngineAt(publicUrl: string | null, ...keyed: RemoteProviderId[]) {
    const accounts = ['luma', 'fal'] as const;
    const each = Object.fromEntries(
      accounts.map((id) => [id, { key: keyed.includes(id) ? 'key' : null, baseUrl: null }]),
    );
    const config = {
      ...CONFIG,
      publicUrl,
      providers: { ...CONFIG.providers, each },
    } as unknown as EngineConfig;
    const client = new ProviderClient(config);
    const providers = new ProvidersService([
      new LumaProvider(config, client),
      new FalProvider(config, client),
    ]);
    const catalogue = new CatalogueService(
      { ...bundled, models: [...bundled.models, orPicture] },
      providers,
      config,
    );
    return { catalogue, rendering: new RenderingService(catalogue, providers, new MeasuredModels(), config) };
  }

  it('goes to the one that takes the file itself where this engine has no address for links', () => {
    const offerOf = (publicUrl: string | null, changes: Partial<RenderOrder> = {}) =>
      anEngineAt(publicUrl, 'luma', 'fal').rendering.resolve({ ...order, ...changes }).offer.provider;
    expect(offerOf('https://media.test')).toBe('luma');
    expect(offerOf('http://media.test')).toBe('fal');
    expect(offerOf(null, { model: 'ray-2', input: {} })).toBe('luma');
  });

  it('is refused, with what the operator has to set, where there is no other', () => {
    const optional = { ...order, model: 'ray-2-or-picture' };
    expect(refusal(optional, anEngineAt(null, 'luma').rendering)).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'input.image', message: expect.stringContaining('PUBLIC_URL') }],
    });
  });

  it('is refused as the list of models says, where its model can make nothing without a file', () => {
    const { catalogue, rendering } = anEngineAt(null, 'luma');
    const available = (slug: string, at = catalogue) => at.availability(at.card(slug));
    expect(refusal(order, rendering)).toMatchObject({
      code: 'model_unavailable',
      remediation: expect.stringContaining('PUBLIC_URL'),
    });
    expect(available('ray-2-image-to-video')).toMatchObject({
      available: false,
      remedy: expect.stringContaining('PUBLIC_URL'),
    });
    expect(available('ray-2').available).toBe(true);
    for (const at of [anEngineAt(null, 'luma', 'fal'), anEngineAt('https://media.test', 'luma')])
      expect(available('ray-2-image-to-video', at.catalogue).available).toBe(true);
  });
});

describe('an order for audio', () => {
  const audio = (changes: Partial<RenderOrder>) => aService().resolve(anOrder({ type: 'audio', ...changes }));

  it('is speech unless a model is named, priced by what it will last', () => {
    expect(audio({ prompt: 'Hello and welcome.' })).toMatchObject({
      card: { slug: 'studio-speech' },
      credits: 1,
    });
    expect(audio({ prompt: 'Hello and welcome. '.repeat(30), n: 2 })).toMatchObject({ credits: 4 });
    expect(audio({ prompt: 'ambient', model: 'studio-music', input: { duration: 31 } }).credits).toBe(2);
  });

  it('has the model that its preset is made for, unless another is named', () => {
    const order = { prompt: 'calm ambient music', preset: 'background_music' };
    expect(audio(order)).toMatchObject({
      card: { slug: 'studio-music' },
      renderRequest: { input: { duration: 30 } },
    });
    expect(audio({ ...order, model: 'studio-speech' }).card.slug).toBe('studio-speech');
  });

  it('that describes music asks which model is meant, and takes the answer', () => {
    const prompt = 'calm ambient music with rain';
    expect(refusal(anOrder({ type: 'audio', prompt }))).toMatchObject({
      code: 'validation_failed',
      fields: [{ path: 'model', message: expect.stringContaining('studio-music') }],
    });
    expect(audio({ prompt, model: 'studio-music' }).card.slug).toBe('studio-music');
    expect(audio({ prompt, model: 'studio-speech' }).card.slug).toBe('studio-speech');
  });
});

describe('an order for a film', () => {
  const film = (changes: Partial<RenderOrder> = {}) =>
    aService().resolve(anOrder({ type: 'video', ...changes }));

  it('is priced by the second that has begun, and goes to the queue of long work', () => {
    expect(film()).toMatchObject({ card: { slug: 'studio-video' }, credits: 4, queue: 'studio-long' });
    expect(film({ n: 2, input: { duration: 2.5 } }).credits).toBe(6);
    expect(film({ preset: 'story_video' })).toMatchObject({ credits: 6 });
  });
});

describe('a model that goes by several names', () => {
  const remote = { provider: 'studio', providerModel: 'image' };

  it('is found by each, and the order tells the name that it was asked for by', () => {
    const service = aService({ slug: 'dance-still', aliases: ['dance'], ...remote });
    expect(service.resolve(anOrder({ model: 'dance' }))).toMatchObject({
      card: { slug: 'dance-still' },
      requestedModel: 'dance',
    });
    expect(service.resolve(anOrder({ model: 'dance-still' })).requestedModel).toBeUndefined();
  });

  it('is its sibling of the type that is asked for', () => {
    const film = { slug: 'dance-film', type: 'video' as const, aliases: ['dance'], ...remote };
    const service = aService(film, { slug: 'dance-still', aliases: ['dance'], ...remote });
    expect(service.resolve(anOrder({ model: 'dance' })).card.slug).toBe('dance-still');
    expect(refusal(anOrder({ model: 'dance-film' }), service)).toMatchObject({
      fields: [{ path: 'model' }],
    });
  });
});

describe('a model of which a provider can make less than all', () => {
  const limits = { maxOutputs: 1, inputSchema: { type: 'object', properties: { width: false } } };
  const narrow = { provider: 'studio', providerModel: 'image', limits };
  const order = (changes: Partial<RenderOrder> = {}) => anOrder({ model: 'shared', ...changes });

  it('goes to another for the rest, in order of preference', () => {
    const { slug: _slug, ...whole } = studioCard;
    const service = aService({
      ...whole,
      slug: 'shared',
      provider: 'far',
      alternatives: [narrow, studioCard],
    });
    expect(service.resolve(order()).offer).toBe(narrow);
    for (const rest of [order({ n: 2 }), order({ input: { width: 64 } })])
      expect(service.resolve(rest).offer).toBe(studioCard);
  });

  it("goes to the operator's provider where the team's own can't make it", () => {
    const service = aService({ slug: 'shared', alternatives: [{ ...narrow, provider: 'far' }] });
    const { offer, ownKey, credits } = service.resolve(order({ n: 2 }), new Set(['far']));
    expect([offer.provider, ownKey, credits]).toEqual(['studio', false, 2]);
  });

  it('is refused by field where no other is set up', () => {
    const service = aService({ slug: 'shared', provider: 'far', alternatives: [narrow] });
    const { fields, message } = refusal(order({ n: 2, input: { width: 64 } }), service);
    expect(fields!.map(({ path }) => path)).toEqual(['n', 'input.width']);
    expect(message).toContain('studio');
  });
});

describe('a model that is sold by the second', () => {
  it('costs by the length that is asked for, also when that is its default', () => {
    const inputSchema = {
      type: 'object',
      properties: { duration: { type: 'integer', minimum: 1, maximum: 9, default: 5 } },
      additionalProperties: false,
    };
    const card = { slug: 'film', type: 'video' as const, providerModel: 'video', maxOutputs: 2 };
    const service = aService({ ...card, creditsPer: 'second', credits: 3, inputSchema });
    const order = (changes: Partial<RenderOrder> = {}) =>
      anOrder({ type: 'video', model: 'film', ...changes });
    expect(service.resolve(order()).credits).toBe(15);
    expect(service.resolve(order({ n: 2, input: { duration: 2 } })).credits).toBe(12);
    expect(refusal(order({ n: 3 }), service)).toMatchObject({ fields: [{ path: 'n' }] });
  });
});

describe('a model whose price goes by its fields', () => {
  const shaped = {
    slug: 'shaped',
    credits: 3,
    priceFactors: [{ field: 'style', times: { poster: 0.5 } }, { perMegapixel: 0.5 }],
  };
  const costOf = (changes: Partial<RenderOrder>) =>
    aService(shaped).resolve(anOrder({ model: 'shaped', ...changes })).credits;

  it('costs by what was asked for, by the preset and by the defaults, each output in whole credits', () => {
    expect(costOf({})).toBe(3);
    expect(costOf({ input: { style: 'poster' } })).toBe(2);
    expect(costOf({ n: 3, input: { style: 'poster' } })).toBe(6);
    expect(costOf({ input: { width: 2048, height: 2048 } })).toBe(8);
    expect(costOf({ preset: 'social_post' })).toBe(5);
    expect(costOf({ preset: 'social_post', input: { width: 512, height: 512 } })).toBe(3);
  });

  it('takes its fee of that', () => {
    const service = aService({ ...shaped, credits: 30 });
    const order = anOrder({ model: 'shaped', input: { style: 'poster' } });
    expect(service.resolve(order, new Set(['studio'])).credits).toBe(2);
  });
});

describe('the time that an order is expected to take', () => {
  const nothing = {
    p50Seconds: 1,
    p95Seconds: 1,
    successRate: 1,
    secondsPerOutput: null,
    secondsPerSecond: null,
  };

  it('is what the catalogue says for each output until the model is measured', () => {
    expect(aService().resolve(anOrder({ n: 2 })).etaSeconds).toBe(2 * studioCard.etaSeconds);
    const measured = new MeasuredModels();
    measured.learn([{ ...nothing, model: 'studio-image' }]);
    expect(aMeasuredService(measured).resolve(anOrder()).etaSeconds).toBe(studioCard.etaSeconds);
  });

  it('is then what was measured, by output or by the seconds that it lasts', () => {
    const measured = new MeasuredModels();
    measured.learn([
      { ...nothing, model: 'studio-image', secondsPerOutput: 7.2 },
      { ...nothing, model: 'studio-video', secondsPerOutput: 1_000, secondsPerSecond: 3 },
    ]);
    const service = aMeasuredService(measured);
    expect(service.resolve(anOrder({ n: 2 })).etaSeconds).toBe(15);
    const film = service.resolve(anOrder({ type: 'video', n: 2, input: { duration: 5 } }));
    expect(film.etaSeconds).toBe(30);
  });

  it('is known until there is news of the model, and never 0', () => {
    const measured = new MeasuredModels();
    measured.learn([{ ...nothing, model: 'studio-image', secondsPerOutput: 0.01 }]);
    measured.learn([]);
    expect(aMeasuredService(measured).resolve(anOrder()).etaSeconds).toBe(1);
  });
});

describe('the size of a picture', () => {
  it.each([
    [{}, [1024, 1024]],
    [{ input: { aspect_ratio: '16:9' } }, [1280, 720]],
    [{ input: { aspect_ratio: '16:9', width: 640 } }, [640, 360]],
    [{ input: { aspect_ratio: '9:16', width: 720 } }, [720, 1280]],
    [{ input: { aspect_ratio: '16:9', width: 300, height: 200 } }, [300, 200]],
    [{ input: { height: 500 } }, [500, 500]],
    [{ preset: 'social_post' }, [1080, 1350]],
    [{ preset: 'social_post', input: { aspect_ratio: '1:1' } }, [1024, 1024]],
    [{ preset: 'blog_thumbnail', input: { width: 640 } }, [640, 360]],
    [{ preset: 'og_image', input: { height: 315 } }, [600, 315]],
    [{ preset: 'banner', input: { width: 800, height: 600 } }, [800, 600]],
  ] as Array<[Partial<RenderOrder>, number[]]>)('of %j is %j', (order, size) => {
    expect(sizeOf(order)).toEqual(size);
  });

  it('is refused on the side that was given when the other becomes impossible', () => {
    const { fields } = refusal(anOrder({ input: { aspect_ratio: '21:9', height: 2000 } }));
    expect(fields).toEqual([{ path: 'input.height', message: expect.stringContaining('4667') }]);
  });
});
