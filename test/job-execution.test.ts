import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getQueueToken } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { jobError } from '../src/jobs/jobs.errors.js';
import { OutcomeWriter, type StepEnd } from '../src/jobs/execution/outcome-writer.js';
import { JobRunner } from '../src/jobs/execution/job-runner.service.js';
import type { StepOutcome } from '../src/jobs/job-handler.types.js';
import type { Tx } from '../src/platform/database/transactions.js';
import { refusalWhenFull } from '../src/platform/storage/disk-full.js';
import { Draining } from '../src/platform/draining.js';
import type { Actor } from '../src/teams/actor.types.js';
import { withClient } from './support/database.js';
import { aJobEngine, QUEUE, type TestJobEngine } from './support/job-engine.js';
import { until } from './support/until.js';

const DONE: StepOutcome = { word: 'done', output: [{ made: true }] };
const TERMINAL = new Set(['succeeded', 'failed', 'canceled']);

let engine: TestJobEngine;
let actor: Actor;

beforeAll(async () => {
  engine = await aJobEngine({ jobs: { leaseMs: 2_000, renewMs: 300 } });
});

beforeEach(async () => {
  actor = await engine.actor(100);
  engine.handler.taken.length = 0;
  engine.handler.script = () => Promise.resolve(DONE);
});

async function submitOne(): Promise<string> {
  return (await engine.submit(actor)).jobIds[0]!;
}

function untilEnded(jobId: string): Promise<Record<string, unknown>> {
  return until(`${jobId} to end`, async () => {
    const job = await engine.job(jobId);
    return TERMINAL.has(job.state as string) && job;
  });
}

async function eventsOf(jobId: string): Promise<string[]> {
  const rows = await engine.database.query<{ type: string }>(`select type from events where subject = $1`, [
    jobId,
  ]);
  return rows.map(({ type }) => type);
}

function stepsOf(jobId: string): number {
  return engine.handler.taken.filter(({ id }) => id === jobId).length;
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

describe('a job', () => {
  test('is worked on once, ends once, and is announced once', async () => {
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', output: [{ made: true }], attempts: 0 });
    expect(stepsOf(id)).toBe(1);
    expect(await eventsOf(id)).toEqual(['job.completed']);
    expect(await engine.balance(actor)).toBe(99);
  });

  test('that the engine could not store is tried again, and its operator is told why', async () => {
    const told = jest.spyOn(Logger.prototype, 'error').mockReturnValue();
    const full = refusalWhenFull(Object.assign(new Error('write'), { code: 'ENOSPC' })) as Error;
    engine.handler.script = ({ attempts }) => (attempts === 0 ? Promise.reject(full) : Promise.resolve(DONE));
    expect(await untilEnded(await submitOne())).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(told.mock.calls.flat()).toContain(
      'A job could not go on. The engine has no room to store files at the moment. (ENOSPC)',
    );
    told.mockRestore();
  });

  test('leaves nothing of what its step came to in the memory of its process', async () => {
    const left: WeakRef<StepOutcome>[] = [];
    engine.handler.script = () => {
      const outcome = { ...DONE };
      left.push(new WeakRef(outcome));
      return Promise.resolve(outcome);
    };
    await untilEnded(await submitOne());
    expect(left).toHaveLength(1);
    const collectGarbage = garbageCollector();
    await until('the outcome to be forgotten', async () => {
      collectGarbage();
      return left[0]!.deref() === undefined;
    });
  });

  test('that the queue delivers twice is done once', async () => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    engine.handler.script = () => released.then(() => DONE);
    const id = await submitOne();
    await until('the first delivery', () => Promise.resolve(stepsOf(id) === 1));
    const queue = engine.app.get<Queue>(getQueueToken(QUEUE), { strict: false });
    await queue.add('step', { id }, { jobId: `${id}_again` });
    const runner = engine.app.get(JobRunner, { strict: false });
    await Promise.all([runner.run(id), runner.run(id)]);
    release();
    await untilEnded(id);
    await runner.run(id);
    expect(stepsOf(id)).toBe(1);
    expect(await eventsOf(id)).toEqual(['job.completed']);
  });

  test('that fails gives its credits back, once', async () => {
    engine.handler.script = () =>
      Promise.resolve({ word: 'fail', error: jobError('content_rejected', 'No.') });
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({
      state: 'failed',
      credits_refunded: 1,
      error: { code: 'content_rejected' },
    });
    expect(await engine.balance(actor)).toBe(100);
    expect(await eventsOf(id)).toEqual(['job.failed']);
  });

  test('that is done in part gives back what was not made', async () => {
    engine.handler.script = () => Promise.resolve({ word: 'done', output: [], refundCredits: 2 });
    const [id] = (await engine.submit(actor, { requests: [{ credits: 4 }] })).jobIds;
    expect(await untilEnded(id!)).toMatchObject({ state: 'succeeded', credits_refunded: 2 });
    expect(await engine.balance(actor)).toBe(98);
  });

  test('is tried again after a passing failure, and no more often than it may be', async () => {
    const error = jobError('provider_error', 'Busy.', { retryable: true });
    engine.handler.script = () => Promise.resolve({ word: 'retry', error });
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({ state: 'failed', error: { code: 'provider_error' } });
    expect(stepsOf(id)).toBe(3);
    expect(await engine.balance(actor)).toBe(100);
  });

  test('whose handler throws is tried again', async () => {
    engine.handler.script = async () => {
      if (engine.handler.taken.length === 1) throw new Error('a bug');
      return Promise.resolve(DONE);
    };
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', attempts: 1 });
  });

  test('that waits is parked without a lease, keeps its memory, and does not count as tried', async () => {
    engine.handler.script = (job) => {
      const polls = ((job.memory as { polls?: number } | null)?.polls ?? 0) + 1;
      return Promise.resolve(polls === 3 ? DONE : { word: 'wait', afterMs: 0, memory: { polls } });
    };
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', attempts: 0, memory: null });
    expect(stepsOf(id)).toBe(3);
  });

  test('that is canceled while it runs is stopped, refunded in full, and its late result changes nothing', async () => {
    let stopped = false;
    engine.handler.script = (_job, { signal }) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => {
          stopped = true;
          resolve(DONE);
        }),
      );
    const id = await submitOne();
    await until('the step', () => Promise.resolve(stepsOf(id) === 1));
    await engine.cancel(actor, id);
    await until('the stop', () => Promise.resolve(stopped));
    await expect(engine.cancel(actor, id)).rejects.toMatchObject({ code: 'invalid_state' });
    expect(await engine.job(id)).toMatchObject({ state: 'canceled', output: null, credits_refunded: 1 });
    expect(await engine.balance(actor)).toBe(100);
    expect(await eventsOf(id)).toEqual(['job.canceled']);
  });

  test('past its deadline ends as failed with its credits back, also while it runs', async () => {
    engine.handler.script = (_job, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    const [id] = (await engine.submit(actor, { requests: [{ cancelAfterSeconds: 1 }] })).jobIds;
    expect(await untilEnded(id!)).toMatchObject({ state: 'failed', error: { code: 'deadline_exceeded' } });
    expect(await engine.balance(actor)).toBe(100);
  });

  test('of a worker that lost its lease is done by another, and the zombie can change nothing', async () => {
    let wakeZombie!: (outcome: StepOutcome) => void;
    engine.handler.script = (job) =>
      job.fence === 1 ? new Promise((resolve) => (wakeZombie = resolve)) : Promise.resolve(DONE);
    const id = await submitOne();
    await until('the first claim', () => Promise.resolve(stepsOf(id) === 1));
    // As if the process had been paused past its lease.
    await engine.database.query(`update jobs set lease_until = now() - interval '1 second' where id = $1`, [
      id,
    ]);
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', attempts: 1, output: [{ made: true }] });
    wakeZombie({ word: 'fail', error: jobError('provider_error', 'From the grave.') });
    await pause(200);
    expect(await engine.job(id)).toMatchObject({ state: 'succeeded', error: null, credits_refunded: 0 });
    expect(await eventsOf(id)).toEqual(['job.completed']);
    expect(await engine.balance(actor)).toBe(99);
  });

  test('that is woken while its step is under way is looked at again as soon as the step ends', async () => {
    engine.handler.script = async ({ id, fence }) => {
      if (fence > 1) return DONE;
      await engine.database.query(`update jobs set wake_at = now() where id = $1`, [id]);
      return { word: 'wait', afterMs: 3_600_000 };
    };
    const id = await submitOne();
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', attempts: 0, fence: 2 });
  });

  test('that another has claimed can be changed by no write of the former holder', async () => {
    let finish!: (outcome: StepOutcome) => void;
    engine.handler.script = (job) =>
      job.fence === 1
        ? new Promise(() => undefined)
        : new Promise((resolve) => {
            finish = resolve;
          });
    const id = await submitOne();
    const former = await until('the first claim', () =>
      Promise.resolve(engine.handler.taken.find((job) => job.id === id)),
    );
    await engine.database.query(`update jobs set lease_until = now() - interval '1 second' where id = $1`, [
      id,
    ]);
    await until('the second claim', () => Promise.resolve(stepsOf(id) === 2));

    const writer = engine.app.get(OutcomeWriter, { strict: false });
    const error = jobError('provider_error', 'From the grave.', { retryable: true });
    const words: StepEnd[] = [
      DONE,
      { word: 'fail', error },
      { word: 'retry', error },
      { word: 'wait', afterMs: 0, note: { type: 'haunting' } },
      { word: 'hand_back' },
    ];
    for (const outcome of words) expect(await writer.write(former, outcome)).toBe(false);
    expect(await engine.job(id)).toMatchObject({ state: 'running', credits_refunded: 0 });
    expect(await eventsOf(id)).toEqual([]);

    // Also when it comes into one turn with the holder's.
    const commit = jest.fn(() => Promise.resolve());
    const holder = engine.handler.taken.findLast((job) => job.id === id)!;
    const both = [writer.write(former, { word: 'done', output: [], commit }), writer.write(holder, DONE)];
    expect(await Promise.all(both)).toEqual([false, true]);
    expect(commit).not.toHaveBeenCalled();

    finish(DONE);
    expect(await untilEnded(id)).toMatchObject({ state: 'succeeded', attempts: 1, output: [{ made: true }] });
  });

  test('whose own rows are refused harms none that ends with it', async () => {
    const ids = (await engine.submit(actor, { requests: [{}, {}] })).jobIds;
    const refused = (tx: Tx) => tx.query('select 1 / 0').then(() => undefined);
    engine.handler.script = async (job) => {
      await until('both are under way', () => Promise.resolve(ids.every((id) => stepsOf(id) > 0)));
      const isBad = job.id === ids[0] && job.fence === 1;
      return { word: 'done', output: [{ made: true }], commit: isBad ? refused : undefined };
    };
    expect(await untilEnded(ids[1]!)).toMatchObject({ state: 'succeeded', attempts: 0 });
    // Nothing of the refused end was kept; its lease ran out and the work was done again.
    expect(await untilEnded(ids[0]!)).toMatchObject({ state: 'succeeded', attempts: 1 });
    expect(await eventsOf(ids[0]!)).toEqual(['job.completed']);
  });

  test('of a kind that this version does not know ends by its deadline and holds up no other', async () => {
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const [strange] = (
      await quiet.submit(actor, { requests: [{ queue: 'elsewhere', cancelAfterSeconds: 1 }] })
    ).jobIds;
    await engine.database.query(`update jobs set kind = 'kind.of.tomorrow' where id = $1`, [strange]);
    expect(await untilEnded(strange!)).toMatchObject({
      state: 'failed',
      error: { code: 'deadline_exceeded' },
    });
    expect(await engine.balance(actor)).toBe(100);
    await quiet.close();
  });

  test('whose workers die again and again is given up and refunded', async () => {
    engine.handler.script = () => new Promise(() => undefined);
    const id = await submitOne();
    for (let claim = 1; claim <= 3; claim++) {
      await until(`claim ${claim}`, () => Promise.resolve(stepsOf(id) === claim));
      await engine.database.query(`update jobs set lease_until = now() - interval '1 second' where id = $1`, [
        id,
      ]);
    }
    expect(await untilEnded(id)).toMatchObject({
      state: 'failed',
      error: { code: 'internal' },
      credits_refunded: 1,
    });
  });

  test('that is delivered to a process on its way out goes back in line at once', async () => {
    const going = await aJobEngine({ database: engine.database });
    const [id] = (await going.submit(actor, { requests: [{ queue: 'elsewhere' }] })).jobIds;
    await engine.database.query(`update jobs set dispatched_at = now() where id = $1`, [id]);
    going.app.get(Draining, { strict: false }).begin();
    await going.app.get(JobRunner, { strict: false }).run(id!);
    expect(await engine.job(id!)).toMatchObject({ state: 'queued', dispatched_at: null, attempts: 0 });
    await going.close();
  });

  test('survives a queue that forgets everything', async () => {
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const { jobIds } = await quiet.submit(actor, { requests: [{}, {}, {}], batch: {} });
    const queue = engine.app.get<Queue>(getQueueToken(QUEUE), { strict: false });
    await engine.database.query(
      `update jobs set dispatched_at = now() - interval '1 hour' where id = any($1) and state = 'queued'`,
      [jobIds],
    );
    await queue.obliterate({ force: true });
    for (const id of jobIds) expect(await untilEnded(id)).toMatchObject({ state: 'succeeded' });
    await quiet.close();
  });

  test('that a crash took out of the queue is sent again long before its lease would be over', async () => {
    const patient = await aJobEngine({ slots: 1, jobs: { leaseMs: 600_000, renewMs: 60_000 } });
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    patient.handler.script = () => held.then(() => DONE);
    const owner = await patient.actor(10);
    const { jobIds } = await patient.submit(owner, { requests: [{}, {}, {}], batch: {} });
    const queue = patient.app.get<Queue>(getQueueToken(QUEUE), { strict: false });
    await until('one to be worked on and one to wait in the queue', async () => {
      return patient.handler.taken.length === 1 && (await queue.getWaitingCount()) === 1;
    });
    await queue.obliterate({ force: true });
    letGo();
    for (const id of jobIds)
      await until(`${id} to end`, async () => (await patient.job(id)).state === 'succeeded');
    await patient.close();
  });
});

describe('a batch', () => {
  test('that is canceled says so in its event, and gives back what was not done', async () => {
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const requests = [{ queue: 'elsewhere' }, { queue: 'elsewhere' }];
    const { jobIds } = await quiet.submit(actor, { requests, batch: {} });
    const { batch_id: batchId } = await engine.job(jobIds[0]!);
    await quiet.cancelBatch(actor, batchId as string);
    const [event] = await engine.database.query<{ body: string }>(
      `select body from events where subject = $1 and type = 'batch.completed'`,
      [batchId],
    );
    expect(JSON.parse(event!.body)).toMatchObject({ data: { status: 'canceled', counts: { canceled: 2 } } });
    expect(await engine.balance(actor)).toBe(100);
    await expect(quiet.cancelBatch(actor, batchId as string)).rejects.toMatchObject({
      code: 'invalid_state',
      context: { status: 'canceled' },
    });
    await quiet.close();
  });

  test('counts its jobs, and is announced once when the last one has ended', async () => {
    engine.handler.script = (job) =>
      Promise.resolve(
        job.batchIndex === 1 ? { word: 'fail', error: jobError('content_rejected', 'No.') } : DONE,
      );
    const { jobIds } = await engine.submit(actor, { requests: [{}, {}, {}], batch: {} });
    await Promise.all(jobIds.map(untilEnded));
    const { batch_id: batchId } = await engine.job(jobIds[0]!);
    const [batch] = await engine.database.query(`select * from batches where id = $1`, [batchId]);
    expect(batch).toMatchObject({ total: 3, completed: 2, failed: 1, canceled: 0 });
    expect(batch!.finished_at).not.toBeNull();
    expect(await eventsOf(batchId as string)).toEqual(['batch.completed']);
    expect(await engine.balance(actor)).toBe(98);
  });
});

describe('teams', () => {
  test('whose jobs all rest before another try hold up nobody', async () => {
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const resting = await Promise.all(Array.from({ length: 12 }, () => engine.actor(1)));
    const restingJobs = await Promise.all(resting.map(async (one) => (await quiet.submit(one)).jobIds[0]!));
    await engine.database.query(
      `update jobs set run_at = now() + interval '1 hour', dispatched_at = null where id = any($1) and state = 'queued'`,
      [restingJobs],
    );
    expect(await untilEnded(await submitOne())).toMatchObject({ state: 'succeeded' });
    await quiet.close();
  });

  test('whose jobs are put off in the moment in which they are sent hold up nobody', async () => {
    await untilEnded(await submitOne());
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const putOff = await withClient(engine.database.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query(`select from dispatch_turns where queue = $1 for update`, [QUEUE]);
      const { jobIds } = await quiet.submit(actor, { requests: [{}, {}, {}, {}], batch: {} });
      await until('the dispatcher to have picked them', async () => {
        const { rows } = await client.query(
          `select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid`,
        );
        return rows.length > 0;
      });
      await engine.database.query(
        `update jobs set run_at = now() + interval '1 hour' where id = any($1) and state = 'queued'`,
        [jobIds],
      );
      await client.query('commit');
      return jobIds;
    });
    expect(await untilEnded(await submitOne())).toMatchObject({ state: 'succeeded' });
    const sent = await engine.database.query(
      `select id from jobs where id = any($1) and dispatched_at is not null`,
      [putOff],
    );
    expect(sent).toEqual([]);
    await quiet.close();
  });

  test('are served in turn: one with a long queue does not hold up one with a short one', async () => {
    const quiet = await aJobEngine({ slots: 0, database: engine.database });
    const busy = await engine.actor(100);
    const order: string[] = [];
    let open!: () => void;
    const bothWait = new Promise<void>((resolve) => (open = resolve));
    engine.handler.script = async (job) => {
      order.push(job.teamId);
      await bothWait;
      return DONE;
    };
    const many = await quiet.submit(busy, { requests: Array.from({ length: 40 }, () => ({})), batch: {} });
    const few = await quiet.submit(actor, { requests: [{}, {}], batch: {} });
    open();
    await Promise.all([...many.jobIds, ...few.jobIds].map(untilEnded));
    // Behind what was dispatched before it came, and one of the other's between its own.
    expect(order.lastIndexOf(actor.teamId)).toBeLessThan(10);
    await quiet.close();
  });
});
