import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';

const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));

afterAll(() => rmSync(folder, { recursive: true }));

function withFiles(models: unknown, presets: unknown = []) {
  writeFileSync(join(folder, 'models.json'), typeof models === 'string' ? models : JSON.stringify(models));
  writeFileSync(join(folder, 'presets.json'), JSON.stringify(presets));
  return () => readCatalogue(folder);
}

function aCard(changes: Record<string, unknown> = {}) {
  const [card] = readCatalogue(CATALOGUE_FOLDER).models;
  return { ...card, ...changes };
}

describe('the catalogue', () => {
  it('that comes with the engine is valid and has the sizes that agents ask for', () => {
    const { models, presets } = readCatalogue(CATALOGUE_FOLDER);
    expect(models.map(({ slug, credits }) => [slug, credits])).toContainEqual(['studio-image', 1]);
    expect(presets.map(({ slug }) => slug)).toEqual(
      expect.arrayContaining([
        'blog_thumbnail',
        'product_shot',
        'social_post',
        'story',
        'banner',
        'og_image',
      ]),
    );
  });

  it('tells where it is wrong, all at once', () => {
    const read = withFiles([aCard({ credits: -1, status: 'new', colour: 'red', title: undefined })]);
    expect(read).toThrow(/The catalogue is not valid/);
    expect(read).toThrow(/models\.json\[0\]\.credits/);
    expect(read).toThrow(/models\.json\[0\]\.status must be one of active, deprecated, retired/);
    expect(read).toThrow(/models\.json\[0\]\.colour/);
    expect(read).toThrow(/models\.json\[0\]\.title is required/);
  });

  it('refuses what is not JSON, twins, lost successors and broken schemas', () => {
    expect(withFiles('[{')).toThrow(/models\.json can't be read/);
    expect(withFiles([aCard(), aCard()])).toThrow(/studio-image is there more than once/);
    expect(withFiles([aCard({ replacedBy: 'nobody' })])).toThrow(/replaced by nobody/);
    expect(withFiles([aCard({ inputSchema: { type: 'objekt' } })])).toThrow(/inputSchema of studio-image/);
  });

  it('tells time in whole seconds, as jobs keep it', () => {
    expect(withFiles([aCard({ etaSeconds: 1.5 })])).toThrow(/models\.json\[0\]\.etaSeconds/);
  });

  it('refuses a preset for a model that is not there', () => {
    const preset = {
      slug: 'lost',
      type: 'image',
      title: 'Lost',
      description: 'Of a model.',
      model: 'gone',
      input: {},
    };
    expect(withFiles([aCard()], [preset])).toThrow(/lost is for the model gone, which is not there/);
  });

  it('refuses a preset that no model takes', () => {
    const preset = {
      slug: 'huge',
      type: 'image',
      title: 'Huge',
      description: 'Too large.',
      input: { width: 9000 },
    };
    expect(withFiles([aCard()], [preset])).toThrow(/no model of type image takes the input of huge/);
  });
});

describe("an operator's catalogue", () => {
  /** Files by name, in a folder of their own. */
  function over(files: Record<string, unknown>) {
    const own = mkdtempSync(join(folder, 'own-'));
    mkdirSync(join(own, 'models'));
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(own, name), JSON.stringify(content));
    return readCatalogue(CATALOGUE_FOLDER, own);
  }

  const bundled = readCatalogue(CATALOGUE_FOLDER);
  const card = (slug: string, { models } = bundled) => models.find((model) => model.slug === slug)!;

  it('changes the fields that it names of a built-in model, and nothing else', () => {
    const catalogue = over({
      'models.json': [
        { slug: 'studio-image', credits: 5, inputSchema: { properties: { width: { maximum: 512 } } } },
        { slug: 'seedream-4.5', status: 'retired', replacedBy: 'flux-2-pro' },
        { slug: 'dall-e-3', replacedBy: null },
      ],
    });
    const expected = structuredClone(card('studio-image'));
    expected.credits = 5;
    (expected.inputSchema.properties as Record<string, Record<string, unknown>>).width!.maximum = 512;
    expect(card('studio-image', catalogue)).toEqual(expected);
    expect(card('seedream-4.5', catalogue)).toEqual({
      ...card('seedream-4.5'),
      status: 'retired',
      replacedBy: 'flux-2-pro',
    });
    const { replacedBy: _replacedBy, ...rest } = card('dall-e-3');
    expect(card('dall-e-3', catalogue)).toEqual(rest);
    expect(catalogue.models.map(({ slug }) => slug)).toEqual(bundled.models.map(({ slug }) => slug));
  });

  it('adds models and presets after those there are', () => {
    const house = { ...card('studio-image'), slug: 'house-image', aliases: ['house'] };
    const wide = { slug: 'wide', type: 'image', title: 'Wide', description: 'Wide.', input: { width: 2000 } };
    const tall = { slug: 'story', title: 'Tall' };
    const catalogue = over({ 'models/house.json': [house], 'presets.json': [wide, tall] });
    expect(catalogue.models).toEqual([...bundled.models, house]);
    expect(catalogue.presets.at(-1)).toEqual(wide);
    expect(catalogue.presets.find(({ slug }) => slug === 'story')).toEqual({
      ...bundled.presets.find(({ slug }) => slug === 'story'),
      title: 'Tall',
    });
  });

  it('names default models by type', () => {
    expect(over({ 'defaults.json': { audio: 'studio-music' } }).defaults).toEqual({ audio: 'studio-music' });
    expect(() => over({ 'defaults.json': { audio: 'studio-image' } })).toThrow(
      /defaults\.json: the default of audio is studio-image, which is not there or not of that type/,
    );
    expect(() => over({ 'defaults.json': { image: 'dall-e-3' } })).toThrow(/dall-e-3, which is retired/);
    expect(() => over({ 'defaults.json': { picture: 'studio-image' } })).toThrow(/defaults\.json\.picture/);
  });

  it('that is wrong in many files is told of in one list, each fault with its file', () => {
    const start = () =>
      over({
        'models.json': [{ slug: 'studio-image', credits: 'free' }, { slug: 'half' }, 'nothing'],
        'models/more.json': { slug: 'not-a-list' },
        'presets.json': [{ slug: 'story', input: 7 }, { slug: 'banner' }, { slug: 'banner' }],
        'defaults.json': { image: 3 },
        'model.json': [],
      });
    for (const fault of [
      /own-\w+\/models\.json\[0\]\.credits must be integer/,
      /models\.json\[1\]\.title is required/,
      /models\.json\[2\] must be object/,
      /models\/more\.json must be an array/,
      /presets\.json\[0\]\.input must be object/,
      /presets\.json\[2\]: banner is there more than once/,
      /defaults\.json\.image must be string/,
      /model\.json is not read/,
    ])
      expect(start).toThrow(fault);
  });

  it('sells nothing that no provider can be asked for', () => {
    const from = (offer: Record<string, unknown>) => () =>
      over({ 'models.json': [{ slug: 'studio-image', ...offer }] });
    expect(from({ provider: 'nobody' })).toThrow(
      /studio-image has the provider nobody; there are studio, fal/,
    );
    expect(from({ provider: 'fal' })).toThrow(/studio-image needs a template of what fal is sent/);
    expect(from({ alternatives: [{ provider: 'fal', providerModel: 'x' }] })).toThrow(/needs a template/);
    expect(from({ provider: 'nobody', status: 'retired' })).not.toThrow();
  });

  it('has limits that narrow what the model takes', () => {
    const fal = { provider: 'fal', providerModel: 'x', template: { prompt: '{{prompt}}' } };
    const limited = (limits: Record<string, unknown>, changes: Record<string, unknown> = {}) => {
      const narrower = { ...fal, limits };
      return () => over({ 'models.json': [{ slug: 'studio-image', alternatives: [narrower], ...changes }] });
    };
    const fields = (properties: Record<string, unknown>) => ({ inputSchema: { type: 'object', properties } });
    expect(limited(fields({ aspectRatio: { enum: ['1:1'] } }))).toThrow(
      /models\.json\[0\]: the limits of studio-image at fal name the field aspectRatio, which the model does not have/,
    );
    expect(limited(fields({ aspect_ratio: { enum: ['1:1', '1-1'] } }))).toThrow(
      /allow "1-1" for aspect_ratio, which the model does not take/,
    );
    expect(limited({ maxOutputs: 3 }, { maxOutputs: 2 })).toThrow(/allow 3 outputs, and the model 2/);
    const narrow = { maxOutputs: 2, ...fields({ aspect_ratio: { enum: ['1:1'] }, width: false }) };
    expect(limited(narrow, { maxOutputs: 2 })).not.toThrow();
  });

  it('may narrow a model below the limits of its alternatives', () => {
    const shapes = { properties: { aspect_ratio: { enum: ['1:1', '4:3'] }, width: null, height: null } };
    const template = { prompt: '{{prompt}}' };
    const change = { slug: 'stable-diffusion-3.5-large', template, inputSchema: shapes };
    expect(() => over({ 'models.json': [change] })).not.toThrow();
  });

  it('has prices that go by what its models take, and are changed as one', () => {
    const priced = (...priceFactors: unknown[]) => {
      const veo = { slug: 'veo-3.1', priceFactors };
      return () => over({ 'models.json': [veo] });
    };
    expect(priced({ field: 'sound', times: { off: 0.5 } })).toThrow(
      /models\.json\[0\]: the priceFactors of veo-3\.1 name the field sound, which the model does not have/,
    );
    expect(priced({ field: 'audio', times: { off: 0.5 } })).toThrow(/name off for audio, which the model/);
    expect(priced({ field: 'seed', times: { 7: 2 } })).toThrow(/go by seed, which is neither a choice/);
    expect(priced({ given: ['negative_prompt', 'image'], factor: 2 })).toThrow(/name the field image/);
    expect(priced({ perMegapixel: -1 })).toThrow(/priceFactors\[0\]\.perMegapixel must be >= 0/);
    expect(priced({ field: 'audio', factor: 2 })).toThrow(/must have property times when property field/);
    expect(priced({ given: ['seed'], factor: 2, perMegapixel: 1 })).toThrow(/more than 2 properties/);
    const factors = [
      { field: 'resolution', times: { '1080p': 2 } },
      { given: ['seed'], factor: 1.5 },
    ];
    expect(card('veo-3.1', priced(...factors)())).toEqual({ ...card('veo-3.1'), priceFactors: factors });
  });

  it('has no price that goes by what only the provider knows, or by a size that nobody tells', () => {
    const changed = (change: Record<string, unknown>) => () => over({ 'models.json': [change] });
    expect(
      changed({
        slug: 'gpt-image-2.5',
        priceFactors: [{ field: 'background', times: { transparent: 2 } }],
      }),
    ).toThrow(/go by background, which must have a default or be required/);
    expect(changed({ slug: 'hailuo-2.3', priceFactors: [{ perMegapixel: 1 }] })).toThrow(
      /count megapixels, and the model has no aspect_ratio, width and height/,
    );
  });

  it('may narrow a model below what its price goes by', () => {
    const narrower = { properties: { resolution: { enum: ['720p'] }, audio: null } };
    expect(() => over({ 'models.json': [{ slug: 'flux-3-video', inputSchema: narrower }] })).not.toThrow();
  });

  it('sells by time only what lasts', () => {
    const byTime = (slug: string) => () => over({ 'models.json': [{ slug, creditsPer: 'second' }] });
    expect(byTime('studio-image')).toThrow(/studio-image can't be sold by second/);
    expect(byTime('flux-2-pro')).toThrow(/its field duration must have a default or be required/);
    expect(byTime('eleven-sound-effects')).toThrow(/its field duration must have a default or be required/);
    for (const spoken of ['studio-speech', 'eleven-v3']) expect(byTime(spoken)).not.toThrow();
  });
});
