import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../src/platform/ids.js';
import type { Json } from './support/api.js';
import { aJobRequest, aTeam, type TestTeam } from './support/builders.js';
import { aDatabase, type TestDatabase } from './support/database.js';
import { aFolder, anEngine } from './support/engine.js';
import { anMcpClient } from './support/mcp.js';
import { until } from './support/until.js';

interface EndedJob {
  model: string;
  state: 'succeeded' | 'failed' | 'canceled';
  seconds: number;
  code?: string;
  /** Seconds of each output; null for what does not last. */
  outputs?: Array<number | null>;
}

async function ended(database: TestDatabase, jobs: EndedJob[]): Promise<void> {
  const teamId = newId('team');
  await database.query(`insert into teams (team_id, name, plan) values ($1, 'Worked before', 'free')`, [
    teamId,
  ]);
  for (const { model, state, seconds, code, outputs = [null] } of jobs) {
    const output = outputs.map((durationSeconds) => ({ durationSeconds }));
    await database.query(
      `insert into jobs (id, team_id, token_id, kind, queue, model, input, credits_charged, eta_seconds, deadline_at,
                         state, output, error, started_at, finished_at)
       values ($1, $2, 'test', 'media.image', 'test', $3, '{}', 0, 1, now(), $4, $5, $6,
               now() - $7 * interval '1 second', now())`,
      [
        newId('job'),
        teamId,
        model,
        state,
        state === 'succeeded' ? JSON.stringify(output) : null,
        code ? JSON.stringify({ code }) : null,
        seconds,
      ],
    );
  }
}

async function anOwnCatalogue(files: Record<string, unknown>): Promise<string> {
  const dataDir = await aFolder();
  await mkdir(path.join(dataDir, 'catalogue'));
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(dataDir, 'catalogue', name), JSON.stringify(content));
  return dataDir;
}

describe('an engine with a catalogue of its own, on which jobs have ended', () => {
  let team: TestTeam;
  let engine: Awaited<ReturnType<typeof anEngine>>;

  beforeAll(async () => {
    const database = await aDatabase();
    const image = (seconds: number, outputs: null[] = [null]) =>
      ({ model: 'studio-image', state: 'succeeded', seconds, outputs }) as const;
    const failed = (code: string) =>
      ({ model: 'studio-image', state: 'failed', seconds: 900, code }) as const;
    const film = { model: 'studio-video', state: 'succeeded', seconds: 20, outputs: [5, 5] } as const;
    await ended(database, [
      ...[1, 2, 3, 4].map((seconds) => image(seconds * 10)),
      image(200, [null, null, null, null]),
      failed('provider_error'),
      failed('content_rejected'),
      { model: 'studio-image', state: 'canceled', seconds: 900 },
      ...Array.from({ length: 5 }, () => ({ ...film, outputs: [...film.outputs] })),
      ...Array.from({ length: 4 }, () => ({ model: 'studio-3d', state: 'succeeded', seconds: 60 }) as const),
    ]);
    const dataDir = await anOwnCatalogue({
      'models.json': [
        { slug: 'studio-image', credits: 3, priceFactors: [{ perMegapixel: 0.5 }] },
        { slug: 'studio-speech', status: 'retired', replacedBy: 'studio-music' },
      ],
      'presets.json': [
        {
          slug: 'icon',
          type: 'image',
          title: 'Icon',
          description: 'Small.',
          input: { width: 64, height: 64 },
        },
      ],
      'defaults.json': { audio: 'studio-music', image: 'flux-2-pro' },
    });
    engine = await anEngine({ role: 'api', database, dataDir });
    team = await aTeam(engine);
    await until('the first look at jobs', async () => (await model('studio-image')).p50Seconds !== null);
  });

  async function model(slug: string): Promise<Json> {
    return (await team.api.get(`/v1/models/${slug}`)).body;
  }

  async function estimate(request: Json) {
    return team.api.post('/v1/estimate', aJobRequest(request));
  }

  it('sells by its prices, offers its presets and retires what it retires', async () => {
    const { body } = await estimate({ model: 'studio-image', preset: 'icon', input: {} });
    expect(body).toMatchObject({ credits: 3 });
    const retired = await estimate({ type: 'audio', model: 'studio-speech', input: {} });
    expect(retired.body).toMatchObject({
      error: { code: 'model_retired', context: { successor: 'studio-music' } },
    });
  });

  it('tells, estimates, limits and charges the same price, by what is asked for', async () => {
    const { price, maxPromptLength, maxOutputs } = await model('studio-image');
    expect(price).toEqual({
      credits: 3,
      per: 'output',
      factors: [{ perMegapixel: 0.5 }],
      from: 3,
      summary: '3 credits for an output, + 50 % for each megapixel begun after the first',
    });
    expect({ maxPromptLength, maxOutputs }).toEqual({ maxPromptLength: 8_000, maxOutputs: 4 });
    expect(await model('studio-speech')).toMatchObject({ maxPromptLength: 5_000 });
    const big = { model: 'studio-image', input: { width: 2048, height: 2048 } };
    expect((await estimate(big)).body).toMatchObject({ credits: 8, breakdown: [{ credits: 8 }] });
    const agents = await anMcpClient(engine, team.token);
    const order = { type: 'image', prompt: 'A lake', ...big };
    const { structuredContent } = await agents.call('estimate_cost', { jobs: [order, { ...order, n: 2 }] });
    expect(structuredContent).toMatchObject({ credits: 24 });
    const limited = await team.api.post('/v1/jobs', aJobRequest({ ...big, maxCredits: 7 }));
    expect(limited.body).toMatchObject({ error: { code: 'spending_limit', context: { needed: 8 } } });
    const job = await team.api.post('/v1/jobs', aJobRequest({ ...big, maxCredits: 8 }));
    expect([job.status, job.body.creditsCharged]).toEqual([202, 8]);
  });

  it('takes the default that the operator names, and lets nothing stand in for one that is not set up', async () => {
    const music = await estimate({ type: 'audio', prompt: 'A quiet evening', input: {} });
    expect(music.body).toMatchObject({ breakdown: [{ model: 'studio-music' }] });
    expect(await model('studio-music')).toMatchObject({ default: true });
    expect(await model('studio-image')).toMatchObject({ default: false });
    const image = await estimate({});
    expect(image.body).toMatchObject({
      error: { code: 'model_unavailable', remediation: expect.stringContaining('FAL_KEY') },
    });
  });

  it('tells times and success of its models from the jobs that ended, without refused content and cancels', async () => {
    expect(await model('studio-image')).toMatchObject({
      p50Seconds: 30,
      p95Seconds: 200,
      successRate: 0.8333,
      etaSeconds: 30,
    });
    expect(await model('studio-video')).toMatchObject({ p50Seconds: 20, successRate: 1, etaSeconds: 10 });
  });

  it('tells nothing of a model while too few of its jobs have ended', async () => {
    const unmeasured = { p50Seconds: null, p95Seconds: null, successRate: null };
    expect(await model('studio-3d')).toMatchObject({ ...unmeasured, etaSeconds: 5 });
  });

  it('expects new jobs to take what was measured, by output or by second, and says when to ask again', async () => {
    const image = await team.api.post('/v1/jobs', aJobRequest({ model: 'studio-image', n: 2 }));
    expect(image.body).toMatchObject({ etaSeconds: 60, pollAfterSeconds: 5 });
    const film = await estimate({ type: 'video', input: { duration: 3 }, n: 2 });
    expect(film.body).toMatchObject({ etaSeconds: 12 });
  });

  it('shows agents the same', async () => {
    const client = await anMcpClient(engine, team.token);
    const { structuredContent } = await client.call('get_tool_detail', { tool: 'create-image' });
    const { models } = structuredContent as { models: Json[] };
    expect(models.find(({ slug }) => slug === 'studio-image')).toMatchObject({
      credits: 3,
      default: false,
      p50_seconds: 30,
      success_rate: 0.8333,
      eta_seconds: 30,
    });
  });
});

it('an engine whose catalogue is wrong does not start, and says where', async () => {
  const dataDir = await anOwnCatalogue({
    'models.json': [{ slug: 'studio-image', credits: -1 }],
    'presets.json': [{ slug: 'story', type: 'painting' }],
  });
  const start = anEngine({ role: 'api', dataDir });
  await expect(start).rejects.toThrow(
    /exited with 1:[^]*The catalogue is not valid:\n {2}- .*catalogue\/models\.json\[0\]\.credits must be >= 0\n {2}- .*catalogue\/presets\.json\[0\]\.type must be one of/,
  );
});
