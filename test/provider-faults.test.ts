import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { type Emulated, EMULATED } from './emulators/providers.js';
import type { GoogleEmulator } from './emulators/google/google.emulator.js';
import { aPicture } from './emulators/ground/picture.js';
import { type Fault, FAULTS, type FaultPlace } from './emulators/ground/faults.js';
import { send } from './emulators/ground/reply.js';
import type { Json } from './support/api.js';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { aWayTo } from './support/cut-off.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { until } from './support/until.js';
import { aWebServer } from './support/web-server.js';

/** Leases end soon, unanswered calls too, and whoever was not answered has no patience. */
const SOON = {
  JOB_LEASE_SECONDS: '4',
  JOB_RECONCILE_SECONDS: '0.2',
  JOB_RETRY_BASE_SECONDS: '0.1',
  PROVIDER_TIMEOUT_SECONDS: '2',
  PROVIDER_RENDER_TIMEOUT_SECONDS: '2',
  PROVIDER_PAUSE_SECONDS: '0.1',
};
const CREDITS = 10_000;
const REFUSED = 'content refused';
const REFUSED_LATE = 'output refused';
const FROM_A_PICTURE = { type: 'video', model: 'seedance-2.0-image-to-video' };

let api: TestEngine;
let env: Record<string, string>;

beforeAll(async () => {
  const settings = await Promise.all(
    EMULATED.map(async (provider) => provider.env((await provider.emulator.start()).url)),
  );
  const ground = { REST_PER_MINUTE: '100000', EGRESS_ALLOW_CIDRS: '127.0.0.1/32', ...SOON };
  env = Object.assign(ground, ...settings) as Record<string, string>;
  for (const emulated of EMULATED) refuseWhatIsMarked(emulated);
  api = await anEngine({ role: 'api', env });
  await aWorker();
  for (const [name, plansOf] of Object.entries(ROUNDS)) rounds.set(name, await aRound(plansOf));
});

/** Its content, by the name of the trial that the prompt carries. */
function refuseWhatIsMarked({ emulator, contentRefused, outputRefused }: Emulated): void {
  const { answersWith } = emulator;
  emulator.answersWith = (work) => {
    const words = JSON.stringify(work.body);
    if (words.includes(REFUSED)) return (contentRefused ?? answersWith)(work);
    return words.includes(REFUSED_LATE) && outputRefused ? outputRefused(work) : answersWith(work);
  };
}

const workers: TestEngine[] = [];

/** At most one works at a time, so that it is known who was asked. */
async function aWorker(settings: Record<string, string> = {}): Promise<TestEngine> {
  const { database, dataDir } = api;
  const worker = await anEngine({
    role: 'worker',
    database,
    dataDir,
    env: { ...env, PUBLIC_URL: api.url, PROVIDER_PATIENCE_SECONDS: '0', ...settings },
  });
  workers.push(worker);
  return worker;
}

type Plan = Partial<Record<FaultPlace, Fault[]>>;

type Plans = (provider: Emulated) => Record<string, Plan>;

interface Trial {
  provider: Emulated;
  mark: string;
  id: string;
}

/** Jobs of a team of their own, by names of what goes wrong with them. */
interface Round {
  team: TestTeam;
  trials: Map<string, Trial>;
}

const rounds = new Map<string, Round>();

async function aTrial(team: TestTeam, provider: Emulated, [name, plan]: [string, Plan]): Promise<Trial> {
  const mark = `${name} ${randomUUID()}`;
  // Wherever it goes: a provider that is being left alone hands its jobs to the next.
  for (const { emulator } of EMULATED) {
    for (const [place, faults] of Object.entries(plan))
      emulator.faults.plan(mark, place as FaultPlace, ...faults);
  }
  const body: Json = { prompt: `A lighthouse at dusk ${mark}`, ...provider.job };
  const { body: job, text, status } = await team.api.post<JobBody>('/v1/jobs', body);
  if (status !== 202) throw new Error(text);
  return { provider, mark, id: job.id };
}

/** Wherever it went. */
function acceptedOf(mark: string): number {
  return EMULATED.reduce((sum, { emulator }) => sum + emulator.worksOf(mark).length, 0);
}

/** Who has it, or was meant to. */
function takerOf({ provider, mark }: Trial): Emulated {
  return EMULATED.find(({ emulator }) => emulator.worksOf(mark).length > 0) ?? provider;
}

/** How each job ended and how often it was accepted, by the name of its trial. */
async function outcomesOf({ team, trials }: Round): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const [name, { id, mark }] of trials) {
    const { status, error } = await untilTerminal(team, id);
    outcomes[name] = `${error?.code ?? status}, accepted ${acceptedOf(mark)}`;
  }
  return outcomes;
}

/** One job for each provider and plan. */
async function aRound(plansOf: Plans): Promise<Round> {
  const team = await aTeam(api, { credits: CREDITS });
  const trials = new Map<string, Trial>();
  const begun = EMULATED.flatMap((provider) =>
    Object.entries(plansOf(provider)).map(async (planned) => {
      trials.set(`${provider.id}: ${planned[0]}`, await aTrial(team, provider, planned));
    }),
  );
  await Promise.all(begun);
  return { team, trials };
}

function all({ trials }: Round, outcome: string): Record<string, string> {
  return Object.fromEntries([...trials.keys()].map((name) => [name, outcome]));
}

const UNANSWERED = {
  'a gateway in trouble': FAULTS.overloadedAfter,
  'an error of the server': FAULTS.brokenAfter,
  'an answer cut off': FAULTS.cutAfter,
  'a dropped connection': FAULTS.droppedAfter,
  'half a document': FAULTS.malformedAfter,
  silence: FAULTS.hangAfter,
};

const nine = (fault: Fault) => Array.from({ length: 9 }, () => fault);

function askedInVain({ isIdempotent }: Emulated): Record<string, { poll: Fault[] }> {
  const faults = Object.entries({
    ...UNANSWERED,
    'too many questions': FAULTS.tooMany,
    // What is known to be lost at no cost is made again at once.
    ...(!isIdempotent && { 'nothing known yet': FAULTS.unknownYet }),
  });
  return Object.fromEntries(
    faults.map(([name, fault]) => [`asked after: ${name}`, { poll: [fault, fault] }]),
  );
}

/** All begin together, since most of their time is waiting for what goes wrong. */
const ROUNDS: Record<'mended' | 'unanswered' | 'unkept' | 'refused', Plans> = {
  mended: (provider) => ({
    'nothing wrong': {},
    'too many requests': { submit: [FAULTS.tooMany] },
    'turned away': { submit: [FAULTS.overloadedBefore] },
    ...(!provider.isSynchronous && askedInVain(provider)),
    ...(!provider.sendsBytes && {
      'a link that opens later': { output: [FAULTS.gone] },
      'a file cut off': { output: [FAULTS.cutAfter] },
      'a file store in trouble': { output: [FAULTS.brokenAfter] },
    }),
  }),
  unanswered: () =>
    Object.fromEntries(Object.entries(UNANSWERED).map(([name, fault]) => [name, { submit: [fault] }])),
  unkept: ({ sendsBytes }): Record<string, Plan> =>
    sendsBytes
      ? {}
      : { 'a page instead': { output: nine(FAULTS.htmlPage) }, expired: { output: nine(FAULTS.gone) } },
  refused: ({ contentRefused, outputRefused }): Record<string, Plan> => ({
    ...(contentRefused && { [REFUSED]: {} }),
    ...(outputRefused && { [REFUSED_LATE]: {} }),
  }),
};

test('what surely was not accepted is sent again or elsewhere, and what is asked in vain is asked again', async () => {
  const mended = rounds.get('mended')!;
  expect(await outcomesOf(mended)).toEqual(all(mended, 'completed, accepted 1'));
});

test('what was not answered is found again or gives its credits back, and is submitted no second time', async () => {
  const unanswered = rounds.get('unanswered')!;
  const outcomes = await outcomesOf(unanswered);
  const expected = all(unanswered, 'provider_timeout, accepted 1');
  let found = 0;
  for (const [name, trial] of unanswered.trials) {
    const { findsWork, answersWithFile } = takerOf(trial);
    if (findsWork) expected[name] = 'completed, accepted 1';
    if (findsWork) found += 1;
    if (answersWithFile && name.endsWith('half a document')) expected[name] = 'provider_error, accepted 1';
  }
  expect(outcomes).toEqual(expected);
  // All that can be found costs one credit.
  expect(await balanceOf(unanswered.team)).toBe(CREDITS - found);
});

test('what can not be kept, or is refused for its content, fails for good and gives its credits back', async () => {
  const { unkept, refused } = Object.fromEntries(rounds) as Record<string, Round>;
  expect(await outcomesOf(unkept!)).toEqual(all(unkept!, 'provider_error, accepted 1'));
  const codes = Object.values(await outcomesOf(refused!));
  expect(codes).toEqual(codes.map(() => expect.stringContaining('content_rejected')));
  for (const { team } of [unkept!, refused!]) expect(await balanceOf(team)).toBe(CREDITS);
});

test('what one provider alone can make whole waits for it, and goes to no other that would make less', async () => {
  const team = await aTeam(api, { credits: CREDITS });
  const fal = EMULATED.find(({ id }) => id === 'fal')!;
  const mark = `two at once ${randomUUID()}`;
  fal.emulator.faults.plan(mark, 'submit', FAULTS.tooMany);
  const order = { type: 'image', model: 'stable-diffusion-3.5-large', n: 2, prompt: `A lighthouse ${mark}` };
  const { body: job } = await team.api.post<JobBody>('/v1/jobs', order);
  expect(await untilTerminal(team, job.id)).toMatchObject({ status: 'completed', creditsRefunded: 0 });
  expect([acceptedOf(mark), fal.emulator.worksOf(mark).length]).toEqual([1, 1]);
});

test('of several pictures those that were refused for their content are left out and given back', async () => {
  const team = await aTeam(api, { credits: CREDITS });
  const { emulator } = EMULATED.find(({ id }) => id === 'fal')!;
  const mark = `one of two ${randomUUID()}`;
  const { answersWith } = emulator;
  emulator.answersWith = async (work) => {
    const reply = await answersWith(work);
    if (!JSON.stringify(work.body).includes(mark)) return reply;
    return { ...reply, body: { ...(reply.body as Json), has_nsfw_concepts: [true, false] } };
  };
  const order = { type: 'image', model: 'flux-2-turbo', n: 2, prompt: `A lighthouse ${mark}` };
  const { body: job } = await team.api.post<JobBody>('/v1/jobs', order);
  const { output, ...ended } = await untilTerminal(team, job.id);
  expect(ended).toMatchObject({ status: 'completed', creditsCharged: 2, creditsRefunded: 1 });
  expect(output).toHaveLength(1);
  emulator.answersWith = answersWith;
});

test('a film that starts from a picture is made where that can be handed over, and no longer than it is made there', async () => {
  const team = await aTeam(api, { credits: CREDITS });
  const web = await aWebServer((_request, response) => {
    void aPicture().then((picture) => response.end(picture));
  });
  const order = (model: string, input: Json = {}) => {
    const film = { type: 'video', model, prompt: `A lighthouse of ${model}` };
    return team.api.post<JobBody>('/v1/jobs', { ...film, input: { image: `${web}/start.png`, ...input } });
  };
  expect(await order('ray-3.2-image-to-video', { duration: 10 })).toMatchObject({
    status: 422,
    error: { fields: [{ path: 'input.duration' }] },
  });
  const takers = [];
  for (const model of ['ray-3.2-image-to-video', 'ray-2-image-to-video']) {
    const { body: job } = await order(model);
    expect(await untilTerminal(team, job.id)).toMatchObject({ status: 'completed' });
    takers.push(EMULATED.find(({ emulator }) => emulator.worksOf(`of ${model}`).length > 0)?.id);
  }
  expect(takers).toEqual(['luma-agents', 'fal']);
});

test('a file that a provider hands on to another host is fetched from there, without the key', async () => {
  const team = await aTeam(api, { credits: CREDITS });
  const google = EMULATED.find(({ id }) => id === 'google')!.emulator as GoogleEmulator;
  const askedWith: IncomingHttpHeaders[] = [];
  google.store = await aWebServer(({ headers }, response) => {
    askedWith.push(headers);
    void aPicture().then((picture) => response.end(picture));
  });
  const order = { type: 'image', model: 'nano-banana-2', prompt: 'A lighthouse elsewhere' };
  const { body: job } = await team.api.post<JobBody>('/v1/jobs', order);
  expect(await untilTerminal(team, job.id)).toMatchObject({ status: 'completed' });
  expect(google.calls.find(({ path }) => path.startsWith('/files/'))!.headers['x-goog-api-key']).toBe('test');
  expect(askedWith).toEqual([expect.not.objectContaining({ 'x-goog-api-key': expect.anything() })]);
});

test('what a narrower provider can make as it was asked for goes there when the first refuses the key', async () => {
  const team = await aTeam(api, { credits: CREDITS });
  const [fal, stability] = ['fal', 'stability'].map((one) => EMULATED.find(({ id }) => id === one)!);
  const refused = async (input: Json) => {
    const mark = `one ${randomUUID()}`;
    fal!.emulator.faults.plan(mark, 'submit', FAULTS.gone);
    const order = {
      type: 'image',
      model: 'stable-diffusion-3.5-large',
      prompt: `A lighthouse ${mark}`,
      input,
    };
    const { body: job } = await team.api.post<JobBody>('/v1/jobs', order);
    const { status } = await untilTerminal(team, job.id);
    return [status, acceptedOf(mark), stability!.emulator.worksOf(mark).length];
  };
  const sized = { width: 1024, height: 1024 };
  const outcomes = await Promise.all([{}, { aspect_ratio: '1:1' }, sized].map(refused));
  // Sides in pixels that were asked for were sold, and Stability takes none.
  expect(outcomes).toEqual([
    ['completed', 1, 1],
    ['completed', 1, 1],
    ['failed', 0, 0],
  ]);
});

test('what is accepted while its worker has lost the database, and the job with it, is gone on with', async () => {
  await workers.at(-1)!.stop();
  const way = await aWayTo(api.database.ownerUrl);
  const throughIt = new URL(api.database.ownerUrl);
  throughIt.host = new URL(way.url).host;
  const cutOff = await aWorker({ DATABASE_URL: throughIt.href, PROVIDER_TIMEOUT_SECONDS: '60' });
  let answer: (() => void) | undefined;
  const hold: Fault = { after: (response, reply) => (answer = () => send(response, reply)) };
  const team = await aTeam(api, { credits: CREDITS });
  // Nothing there can be listed and nothing calls back: only the answer names the work.
  const openai = EMULATED.find(({ id }) => id === 'openai')!;
  const { id, mark } = await aTrial(team, openai, ['accepted meanwhile', { submit: [hold] }]);
  await until('it to be accepted', () => Promise.resolve(answer !== undefined));
  way.cut();
  answer!();

  await aWorker();
  const { database } = api;
  await until('the next worker to wait for word of it', async () => {
    const waiting = await database.query(
      `update jobs set wake_at = now() + interval '1 hour'
       where id = $1 and memory->>'waitedFor' is not null returning id`,
      [id],
    );
    return waiting.length > 0;
  });
  way.mend();
  await until('the reference to be kept', async () => {
    const kept = await database.query(`select 1 from provider_calls where job_id = $1 and ref is not null`, [
      id,
    ]);
    return kept.length > 0;
  });
  await database.query(`update jobs set wake_at = now() where id = $1`, [id]);
  expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
  expect(acceptedOf(mark)).toBe(1);
  await cutOff.stop();
});

test('a worker that is killed between any two steps costs no job a second submission', async () => {
  await workers.splice(0).at(-1)!.stop();
  const held = new Set<string>();
  const hold = (name: string): Fault => ({ before: () => void held.add(name) });
  const holdAccepted = (name: string): Fault => ({ after: () => void held.add(name) });
  const doomed = await aWorker({ PROVIDER_TIMEOUT_SECONDS: '60', PROVIDER_RENDER_TIMEOUT_SECONDS: '60' });
  let fetches = 0;
  const web = await aWebServer((_request, response) => {
    if (fetches++ === 0) held.add('fetching');
    else void aPicture().then((picture) => response.end(picture));
  });
  const round = await aRound(({ id, isSynchronous, sendsBytes }) => ({
    unsent: { submit: [hold(`${id} unsent`)] },
    sent: { submit: [holdAccepted(`${id} sent`)] },
    ...(!isSynchronous && { asked: { poll: [hold(`${id} asked`)] } }),
    ...(!sendsBytes && { fetched: { output: [hold(`${id} fetched`)] } }),
  }));
  const fal = EMULATED.find(({ id }) => id === 'fal')!;
  const job = { ...FROM_A_PICTURE, input: { image: `${web}/start.png` } };
  const { team, trials } = round;
  trials.set('fal: fetching', await aTrial(team, { ...fal, job }, ['fetching', {}]));
  await until('all of them to be in the middle of it', () => Promise.resolve(held.size === trials.size));
  await doomed.kill('SIGKILL');

  await aWorker();
  const outcomes = await outcomesOf(round);
  for (const [name, trial] of trials) {
    const provider = takerOf(trial);
    const [, step] = name.split(': ');
    const survives =
      ['fetching', 'asked', 'fetched'].includes(step!) ||
      provider.isIdempotent === true ||
      (step === 'sent' && provider.findsWork === true);
    const accepted = step === 'unsent' && !survives ? 0 : 1;
    expect(`${name}: ${outcomes[name]}`).toBe(
      `${name}: ${survives ? 'completed' : 'provider_timeout'}, accepted ${accepted}`,
    );
  }
});

test('after all that the books are in order', async () => {
  expect(await brokenInvariants({ DATABASE_URL: api.database.ownerUrl, DATA_DIR: api.dataDir })).toEqual([]);
});
