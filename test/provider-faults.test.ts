import { randomUUID } from 'node:crypto';
import { type Emulated, EMULATED } from './emulators/providers.js';
import { aPicture } from './emulators/ground/picture.js';
import { type Fault, FAULTS, type FaultPlace } from './emulators/ground/faults.js';
import type { Json } from './support/api.js';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
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
const FROM_A_PICTURE = { type: 'video', model: 'seedance-2.0-image-to-video' };

let api: TestEngine;
let team: TestTeam;
let env: Record<string, string>;

beforeAll(async () => {
  const settings = await Promise.all(
    EMULATED.map(async (provider) => provider.env((await provider.emulator.start()).url)),
  );
  const ground = { REST_PER_MINUTE: '100000', EGRESS_ALLOW_CIDRS: '127.0.0.1/32', ...SOON };
  env = Object.assign(ground, ...settings) as Record<string, string>;
  api = await anEngine({ role: 'api', env });
  team = await aTeam(api, { credits: CREDITS });
  await aWorker();
});

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

interface Trial {
  provider: Emulated;
  mark: string;
  id: string;
}

async function aTrial(provider: Emulated, plan: Plan): Promise<Trial> {
  const mark = randomUUID();
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

/** How each job ended and how often it was accepted, by the name of its trial. */
async function outcomesOf(trials: Map<string, Trial>): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  for (const [name, { id, mark }] of trials) {
    const { status, error } = await untilTerminal(team, id);
    outcomes[name] = `${error?.code ?? status}, accepted ${acceptedOf(mark)}`;
  }
  return outcomes;
}

/** One job for each provider and plan. */
async function someTrials(
  plansOf: (provider: Emulated) => Record<string, Plan>,
): Promise<Map<string, Trial>> {
  const trials = new Map<string, Trial>();
  for (const provider of EMULATED) {
    for (const [name, plan] of Object.entries(plansOf(provider)))
      trials.set(`${provider.id}: ${name}`, await aTrial(provider, plan));
  }
  return trials;
}

function all(trials: Map<string, Trial>, outcome: string): Record<string, string> {
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

test('what surely was not accepted is sent again or elsewhere, and what is asked in vain is asked again', async () => {
  const trials = await someTrials(({ isSynchronous, sendsBytes }) => ({
    'nothing wrong': {},
    'too many requests': { submit: [FAULTS.tooMany] },
    'turned away': { submit: [FAULTS.overloadedBefore] },
    ...(!isSynchronous && askedInVain()),
    ...(!sendsBytes && {
      'a link that opens later': { output: [FAULTS.gone] },
      'a file cut off': { output: [FAULTS.cutAfter] },
      'a file store in trouble': { output: [FAULTS.brokenAfter] },
    }),
  }));
  expect(await outcomesOf(trials)).toEqual(all(trials, 'completed, accepted 1'));
});

function askedInVain(): Record<string, { poll: Fault[] }> {
  const faults = Object.entries({ ...UNANSWERED, 'too many questions': FAULTS.tooMany });
  return Object.fromEntries(
    faults.map(([name, fault]) => [`asked after: ${name}`, { poll: [fault, fault] }]),
  );
}

test('what was not answered is found again or gives its credits back, and is submitted no second time', async () => {
  const before = await balanceOf(team);
  const trials = await someTrials(() =>
    Object.fromEntries(Object.entries(UNANSWERED).map(([name, fault]) => [name, { submit: [fault] }])),
  );
  const outcomes = await outcomesOf(trials);
  const expected = all(trials, 'provider_timeout, accepted 1');
  const found = [...trials].filter(([, { provider }]) => provider.findsWork);
  for (const [name] of found) expected[name] = 'completed, accepted 1';
  for (const { id, answersWithFile } of EMULATED)
    if (answersWithFile) expected[`${id}: half a document`] = 'provider_error, accepted 1';
  expect(outcomes).toEqual(expected);
  // All that can be found costs one credit.
  expect(await balanceOf(team)).toBe(before - found.length);
});

test('what can not be kept, or is refused for its content, fails for good and gives its credits back', async () => {
  const before = await balanceOf(team);
  const trials = await someTrials(({ sendsBytes }): Record<string, Plan> => {
    if (sendsBytes) return {};
    return { 'a page instead': { output: nine(FAULTS.htmlPage) }, expired: { output: nine(FAULTS.gone) } };
  });
  expect(await outcomesOf(trials)).toEqual(all(trials, 'provider_error, accepted 1'));

  const answers = EMULATED.map(({ emulator }) => emulator.answersWith);
  for (const { emulator, contentRefused } of EMULATED)
    if (contentRefused) emulator.answersWith = contentRefused;
  const refused = await someTrials(({ contentRefused }): Record<string, Plan> =>
    contentRefused ? { refused: {} } : {},
  );
  const codes = Object.values(await outcomesOf(refused));
  expect(codes).toEqual(codes.map(() => expect.stringContaining('content_rejected')));
  for (const [index, { emulator }] of EMULATED.entries()) emulator.answersWith = answers[index]!;
  expect(await balanceOf(team)).toBe(before);
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
  const trials = await someTrials(({ id, isSynchronous, sendsBytes }) => ({
    unsent: { submit: [hold(`${id} unsent`)] },
    sent: { submit: [holdAccepted(`${id} sent`)] },
    ...(!isSynchronous && { asked: { poll: [hold(`${id} asked`)] } }),
    ...(!sendsBytes && { fetched: { output: [hold(`${id} fetched`)] } }),
  }));
  const fal = EMULATED.find(({ id }) => id === 'fal')!;
  const job = { ...FROM_A_PICTURE, input: { image: `${web}/start.png` } };
  trials.set('fal: fetching', await aTrial({ ...fal, job }, {}));
  await until('all of them to be in the middle of it', () => Promise.resolve(held.size === trials.size));
  await doomed.kill('SIGKILL');

  await aWorker();
  const outcomes = await outcomesOf(trials);
  for (const [name, { provider }] of trials) {
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
