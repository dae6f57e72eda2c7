import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  it('takes models of the operator, whose names must be new', () => {
    withFiles([aCard({ slug: 'house-style', aliases: [] })]);
    rmSync(join(folder, 'presets.json'));
    const { models } = readCatalogue(CATALOGUE_FOLDER, folder);
    expect(models.map(({ slug }) => slug)).toContain('house-style');
    writeFileSync(join(folder, 'models.json'), JSON.stringify([aCard()]));
    expect(() => readCatalogue(CATALOGUE_FOLDER, folder)).toThrow(/studio-image is there more than once/);
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
