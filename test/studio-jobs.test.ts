import { aJob, aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { renderersOf } from './support/studio.js';
import { until } from './support/until.js';

const SMALL_FILM = {
  type: 'video',
  prompt: 'A lake at dawn',
  input: { width: 160, height: 90, duration: 2 },
};
/** Long enough to be met in the middle. */
const LONG_FILM = {
  type: 'video',
  prompt: 'A lake',
  input: { width: 1920, height: 1080, duration: 10, sound: 'none' },
};

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({
    env: { STUDIO_SLOTS: '1', STUDIO_FILM_SLOTS: '1', JOB_RETRY_BASE_SECONDS: '0.05' },
  });
  team = await aTeam(engine, { credits: 100 });
});

async function read(id: string): Promise<JobBody> {
  return (await team.api.get<JobBody>(`/v1/jobs/${id}`)).body;
}

function untilUnderWay(id: string): Promise<JobBody> {
  return until('the film to have frames', async () => {
    const job = await read(id);
    return job.progress > 0 && job;
  });
}

async function headOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { range: 'bytes=0-11' } });
  return `${answer.headers.get('content-type')} ${Buffer.from(await answer.arrayBuffer()).toString('latin1')}`;
}

test('a film is charged by the second and served as what it is', async () => {
  const film = await untilTerminal(team, (await aJob(team, SMALL_FILM)).id);
  expect(film).toMatchObject({ status: 'completed', creditsCharged: 2, model: 'studio-video' });
  expect(film.output).toMatchObject([
    { mimeType: 'video/mp4', width: 160, height: 90, thumbnailUrl: expect.stringMatching(/^http/u) },
  ]);
  expect(await headOf(film.output[0]!.url)).toMatch(/^video\/mp4 .{4}ftyp/su);
});

test('speech and music are charged by started half minute and served as what they are', async () => {
  const speech = await aJob(team, { type: 'audio', prompt: 'Hello.', input: { format: 'wav' } });
  const music = await aJob(team, {
    type: 'audio',
    prompt: 'rain',
    model: 'studio-music',
    input: { duration: 5, format: 'ogg' },
  });
  const done = [await untilTerminal(team, speech.id), await untilTerminal(team, music.id)];
  expect(done).toMatchObject([
    { status: 'completed', creditsCharged: 1, model: 'studio-speech' },
    { status: 'completed', creditsCharged: 1, model: 'studio-music' },
  ]);
  expect(await headOf(done[0]!.output[0]!.url)).toMatch(/^audio\/wav RIFF/u);
  expect(await headOf(done[1]!.output[0]!.url)).toMatch(/^audio\/ogg OggS/u);
});

test('text that can not be spoken costs nothing', async () => {
  const before = await balanceOf(team);
  const answer = await team.api.post('/v1/jobs', { type: 'audio', prompt: 'Привет' });
  expect(answer).toMatchObject({
    status: 422,
    error: { code: 'validation_failed', fields: [{ path: 'prompt' }] },
  });
  expect(await balanceOf(team)).toBe(before);
});

test('a picture does not wait for a film, and a canceled film stops at once and gives its credits back', async () => {
  const before = await balanceOf(team);
  const film = await aJob(team, LONG_FILM);
  await untilUnderWay(film.id);
  const picture = await untilTerminal(team, (await aJob(team)).id);
  expect(picture.status).toBe('completed');
  expect((await read(film.id)).status).toBe('processing');

  const renderers = await renderersOf(engine.pid);
  expect((await team.api.post(`/v1/jobs/${film.id}/cancel`, {})).status).toBe(200);
  await until(
    'the process of the film to be gone',
    async () => (await renderersOf(engine.pid)).length < renderers.length,
  );
  expect(await read(film.id)).toMatchObject({ status: 'canceled', creditsRefunded: 10 });
  expect(await balanceOf(team)).toBe(before - 1);
});

test('a film whose renderer was killed is tried again and comes out whole', async () => {
  const idle = new Set(await renderersOf(engine.pid));
  const film = await aJob(team, {
    ...SMALL_FILM,
    input: { width: 640, height: 360, duration: 4, sound: 'none' },
  });
  await untilUnderWay(film.id);
  for (const pid of await renderersOf(engine.pid)) if (!idle.has(pid)) process.kill(pid, 'SIGKILL');
  expect(await untilTerminal(team, film.id)).toMatchObject({
    status: 'completed',
    attempts: 2,
    creditsCharged: 4,
  });
});
