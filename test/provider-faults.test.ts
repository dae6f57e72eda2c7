import { randomUUID } from 'node:crypto';
import { type Emulated, EMULATED } from './emulators/providers.js';
import { type Fault, FAULTS, type FaultPlace } from './emulators/ground/faults.js';
import type { Json } from './support/api.js';
import { aTeam, balanceOf, type JobBody, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { until } from './support/until.js';

jest.setTimeout(180_000);

/** Leases end soon, unanswered calls too, and whoever was not answered has no patience. */
const SOON = {
  JOB_LEASE_SECONDS: '4',
  JOB_RECONCILE_SECONDS: '0.2',
  JOB_RETRY_BASE_SECONDS: '0.1',
  PROVIDER_TIMEOUT_SECONDS: '2',
};
const CREDITS = 10_000;

let api: TestEngine;
let team: TestTeam;
let env: Record<string, string>;

beforeAll(async () => {
  const settings = await Promise.all(
    EMULATED.map(async (provider) => provider.env((await provider.emulator.start()).url)),
  );
  env = Object.assign({ REST_PER_MINUTE: '100000', ...SOON }, ...settings) as Record<string, string>;
  api = await anEngine({ role: 'api', env });
  team = await aTeam(api, { credits: CREDITS });
  await aWorker(0);
});

const workers: TestEngine[] = [];

/** At most one works at a time, so that it is known who was asked. */
async function aWorker(patienceSeconds: number): Promise<TestEngine> {
  const settings = { ...env, PUBLIC_URL: api.url, PROVIDER_PATIENCE_SECONDS: String(patienceSeconds) };
  const { database, dataDir } = api;
  const worker = await anEngine({ role: 'worker', database, dataDir, env: settings });
  workers.push(worker);
  return worker;
}

interface Trial {
  provider: Emulated;
  mark: string;
  id: string;
}

async function aTrial(provider: Emulated, plan: Partial<Record<FaultPlace, Fault[]>>): Promise<Trial> {
  const mark = randomUUID();
  for (const [place, faults] of Object.entries(plan)) {
    provider.emulator.faults.plan(mark, place as FaultPlace, ...faults);
  }
  const body: Json = { prompt: `A lighthouse at dusk ${mark}`, ...provider.job };
  const { body: job, text, status } = await team.api.post<JobBody>('/v1/jobs', body);
  if (status !== 202) throw new Error(text);
  return { provider, mark, id: job.id };
}

const acceptedOf = ({ provider, mark }: Trial) => provider.emulator.worksOf(mark).length;

describe.each(EMULATED)('a job at $id', (provider) => {
  const { isSynchronous, sendsBytes, findsWork } = provider;
  const asked: Fault[][] = isSynchronous
    ? []
    : [
        FAULTS.tooMany,
        FAULTS.overloadedAfter,
        FAULTS.brokenAfter,
        FAULTS.cutAfter,
        FAULTS.droppedAfter,
        FAULTS.malformedAfter,
        FAULTS.hangAfter,
      ].map((fault) => [fault, fault]);
  const fetched: Fault[][] = sendsBytes ? [] : [[FAULTS.gone], [FAULTS.cutAfter], [FAULTS.brokenAfter]];
  const unanswered = [
    FAULTS.overloadedAfter,
    FAULTS.brokenAfter,
    FAULTS.cutAfter,
    FAULTS.droppedAfter,
    FAULTS.malformedAfter,
    FAULTS.hangAfter,
  ];

  test('survives what surely was not accepted, what is asked in vain, and links that fail once', async () => {
    const trials = await Promise.all([
      aTrial(provider, {}),
      aTrial(provider, { submit: [FAULTS.tooMany] }),
      aTrial(provider, { submit: [FAULTS.overloadedBefore] }),
      ...asked.map((faults) => aTrial(provider, { poll: faults })),
      ...fetched.map((faults) => aTrial(provider, { output: faults })),
    ]);
    for (const trial of trials) {
      expect(await untilTerminal(team, trial.id)).toMatchObject({
        status: 'completed',
        provider: provider.id,
      });
      expect(acceptedOf(trial)).toBe(1);
    }
  });

  test('whose submission is not answered is found again where that is possible, and else gives its credits back', async () => {
    const before = await balanceOf(team);
    const trials = await Promise.all(unanswered.map((fault) => aTrial(provider, { submit: [fault] })));
    for (const trial of trials) {
      expect(await untilTerminal(team, trial.id)).toMatchObject(
        findsWork
          ? { status: 'completed' }
          : { status: 'failed', error: { code: 'provider_timeout', retryable: false } },
      );
      expect(acceptedOf(trial)).toBe(1);
    }
    if (!findsWork) expect(await balanceOf(team)).toBe(before);
  });

  test('that is refused for its content, or makes what is no media, fails for good and gives its credits back', async () => {
    const before = await balanceOf(team);
    const page = sendsBytes
      ? null
      : await aTrial(provider, { output: Array.from({ length: 9 }, () => FAULTS.htmlPage) });
    const lost = sendsBytes
      ? null
      : await aTrial(provider, { output: Array.from({ length: 9 }, () => FAULTS.gone) });
    for (const trial of [page, lost]) {
      if (!trial) continue;
      expect(await untilTerminal(team, trial.id)).toMatchObject({
        status: 'failed',
        error: { code: 'provider_error' },
      });
      expect(acceptedOf(trial)).toBe(1);
    }
    if (provider.contentRefused) await expectRejection(provider, provider.contentRefused);
    expect(await balanceOf(team)).toBe(before);
  });
});

async function expectRejection(
  provider: Emulated,
  contentRefused: NonNullable<Emulated['contentRefused']>,
): Promise<void> {
  const answer = provider.emulator.answersWith;
  provider.emulator.answersWith = contentRefused;
  const refused = await aTrial(provider, {});
  expect(await untilTerminal(team, refused.id)).toMatchObject({
    status: 'failed',
    error: { code: 'content_rejected', retryable: false },
  });
  provider.emulator.answersWith = answer;
  expect(acceptedOf(refused)).toBeLessThanOrEqual(1);
}

test('after all that the books are in order', async () => {
  expect(await brokenInvariants({ DATABASE_URL: api.database.ownerUrl, DATA_DIR: api.dataDir })).toEqual([]);
});

test('a worker that is killed between any two steps costs no job a second submission', async () => {
  const held = new Set<string>();
  const hold = (name: string): Fault => ({ before: () => void held.add(name) });
  const holdAccepted = (name: string): Fault => ({ after: () => void held.add(name) });
  const doomed = workers.at(-1)!;
  const trials = new Map<string, Trial>();
  for (const provider of EMULATED) {
    const { id, isSynchronous, sendsBytes } = provider;
    const plans: Record<string, Partial<Record<FaultPlace, Fault[]>>> = {
      unsent: { submit: [hold(`${id} unsent`)] },
      sent: { submit: [holdAccepted(`${id} sent`)] },
      ...(!isSynchronous && { asked: { poll: [hold(`${id} asked`)] } }),
      ...(!sendsBytes && { fetched: { output: [hold(`${id} fetched`)] } }),
    };
    for (const [name, plan] of Object.entries(plans))
      trials.set(`${id} ${name}`, await aTrial(provider, plan));
  }
  await until('all of them to be in the middle of it', () => Promise.resolve(held.size === trials.size));
  await doomed.kill('SIGKILL');

  await aWorker(0);
  for (const [name, trial] of trials) {
    const { status } = await untilTerminal(team, trial.id);
    const { isIdempotent, findsWork } = trial.provider;
    const wasNeverSent = name.endsWith(' unsent') && !isIdempotent;
    const isUnknown = name.endsWith(' sent') && !isIdempotent && !findsWork;
    expect(`${name} ${status}`).toBe(`${name} ${wasNeverSent || isUnknown ? 'failed' : 'completed'}`);
    expect(acceptedOf(trial)).toBe(wasNeverSent ? 0 : 1);
  }
});
