import type { EngineConfig } from '../platform/config/config.types.js';
import { REMOTE_PROVIDERS } from '../platform/config/provider-settings.js';
import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { queueName, refuseUnserved, renderQueues } from './render-queues.js';

const { models } = readCatalogue(CATALOGUE_FOLDER);
const queues = renderQueues({
  jobs: { studioSlots: 3, studioFilmSlots: 1 },
  providers: {
    each: Object.fromEntries(REMOTE_PROVIDERS.map((id) => [id, { key: 'a key', baseUrl: null }])),
    slots: 2,
  },
} as EngineConfig);

test('every model of the catalogue goes to a queue that workers serve', () => {
  expect(queues.map(({ name }) => name)).toEqual(expect.arrayContaining(models.map(queueName)));
  expect(() => refuseUnserved(models, queues)).not.toThrow();
});

test('films of the studio have a queue and slots of their own, and a renderer of pictures never waits for the store', () => {
  expect(queues).toMatchObject([
    { name: 'studio-short', slots: 4 },
    { name: 'studio-long', slots: 1 },
    ...REMOTE_PROVIDERS.map((name) => ({ name, slots: 2 })),
    { name: 'own-keys', slots: 2 },
  ]);
  const slow = models.filter(({ provider, pace }) => provider === 'studio' && pace === 'long');
  expect(slow.map(({ slug }) => slug)).toEqual(['studio-video']);
});

test('a model for a queue that nobody serves stops the start', () => {
  const unserved = { ...models[0]!, slug: 'studio-film', pace: 'endless' as 'long' };
  expect(() => refuseUnserved([...models, unserved], queues)).toThrow(
    /studio-film goes to the queue studio-endless/,
  );
});

test('a model that can not be ordered needs no queue', () => {
  const card = { ...models[0]!, pace: 'endless' as 'long' };
  const others = [
    { ...card, provider: 'elsewhere' },
    { ...card, status: 'retired' as const },
  ];
  expect(() => refuseUnserved(others, queues)).not.toThrow();
});
