import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine } from './support/engine.js';

const LIST = path.resolve(import.meta.dirname, '../scripts/gallery/pieces.json');

interface Piece {
  title: string;
  job: { type: string; prompt: string };
}

let team: TestTeam;
let pieces: Piece[];

beforeAll(async () => {
  team = await aTeam(await anEngine({ role: 'api' }));
  pieces = JSON.parse(await readFile(LIST, 'utf8')) as Piece[];
});

test('the gallery has 24 pieces of all types, none twice', () => {
  expect(new Set(pieces.map(({ job }) => job.prompt)).size).toBe(24);
  expect([...new Set(pieces.map(({ job }) => job.type))].sort()).toEqual(['3d', 'audio', 'image', 'video']);
});

test('the engine takes each piece of the gallery, for a price that the demo team can pay many times', async () => {
  for (const { job } of pieces) {
    const { status, body } = await team.api.post('/v1/estimate', job);
    expect({ prompt: job.prompt, status, body }).toMatchObject({ status: 200 });
  }
  const { body } = await team.api.post<{ credits: number }>('/v1/estimate', {
    jobs: pieces.map(({ job }) => job),
  });
  expect(body.credits).toBeLessThan(100);
});
