import { type MinimalJob, type PostgresQueueBackend, Queue, Worker, type WorkerOptions } from 'bullmq';
import { queueBackend } from '../src/platform/queue/queue-backend.js';
import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { until } from './support/until.js';

const LOCK_MS = 10_000;
const BRIEF = { removeOnComplete: true, removeOnFail: true };

let database: TestDatabase;
let options: WorkerOptions;
let queue: Queue;
let slots: PostgresQueueBackend;
let queues = 0;

beforeAll(async () => {
  database = await aDatabase();
  options = { connection: { connectionString: database.systemUrl } as object, lockDuration: LOCK_MS };
});

beforeEach(() => {
  const name = `queue-${++queues}`;
  queue = new Queue(name, options, queueBackend as never);
  slots = queueBackend(name, options);
});

afterEach(() => Promise.all([queue.close(), slots.close()]));

function add(...ids: string[]): Promise<unknown> {
  return queue.addBulk(ids.map((jobId) => ({ name: 'step', data: {}, opts: { ...BRIEF, jobId } })));
}

/** The job that each of the slots got, and undefined where there was none. */
function take(...tokens: string[]): Promise<Array<string | undefined>> {
  return Promise.all(tokens.map(async (token) => given(await slots.moveToActive(token))));
}

async function end(id: string, token: string, removeOnComplete = true): Promise<string | undefined> {
  const job = { id } as MinimalJob;
  const { result } = await slots.moveToCompleted(job, null, removeOnComplete, token, true);
  return given(result as unknown[]);
}

function given([job]: unknown[]): string | undefined {
  return (job as { id: string } | null)?.id;
}

async function left(): Promise<Record<string, string>> {
  const rows = await database.query<{ id: string; state: string }>(
    `select id, state from bullmq.job where queue = $1 order by id`,
    [queue.name],
  );
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}

describe('slots that become free together', () => {
  test('get a job each, in the order in which they were sent, and leave nothing of those that ended', async () => {
    await add('c', 'a', 'b');
    await add('d', 'e');
    expect(await take('1', '2', '3')).toEqual(['c', 'a', 'b']);
    expect(await Promise.all([end('c', '1'), end('a', '2'), end('b', '3')])).toEqual(['d', 'e', undefined]);
    expect(await left()).toEqual({ d: 'active', e: 'active' });
  });

  test('of several workers never get the same job', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `job-${index}`);
    const done: string[] = [];
    const process = ({ id }: { id?: string }) => Promise.resolve(void done.push(id!));
    const workers = [1, 2].map(
      () => new Worker(queue.name, process, { ...options, concurrency: 20 }, queueBackend as never),
    );
    await add(...ids.slice(0, 200));
    await add(...ids.slice(100));
    await until('all jobs to be done', () => Promise.resolve(done.length >= ids.length));
    await until('the queue to be empty', async () => Object.keys(await left()).length === 0);
    await Promise.all(workers.map((worker) => worker.close()));
    expect(done.toSorted()).toEqual(ids.toSorted());
  });

  test('get nothing, and end nothing, with what another has by now', async () => {
    await add('lost', 'held', 'next');
    await take('zombie', 'holder');
    await database.query(`update bullmq.job set lock_token = 'heir' where queue = $1 and id = 'lost'`, [
      queue.name,
    ]);
    const ends = await Promise.allSettled([end('lost', 'zombie'), end('held', 'holder')]);
    expect(ends).toEqual([
      expect.objectContaining({ status: 'rejected' }),
      { status: 'fulfilled', value: 'next' },
    ]);
    expect(await left()).toEqual({ lost: 'active', next: 'active' });
  });

  test('do not wait for one whose job is in another hand for the moment', async () => {
    await add('looked-at', 'free', 'next', 'last');
    await take('1', '2');
    await withClient(database.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query(`select from bullmq.job where queue = $1 and id = 'looked-at' for update`, [
        queue.name,
      ]);
      const waiting = end('looked-at', '1');
      expect(await end('free', '2')).toBe('next');
      await client.query('commit');
      expect(await waiting).toBe('last');
    });
    expect(await left()).toEqual({ last: 'active', next: 'active' });
  });

  test('get what was handed to one that never heard of it', async () => {
    await add('unheard');
    await take('lost');
    expect(await take('2')).toEqual([undefined]);
    await slots.moveStalledJobsToWait();
    await database.query(`update bullmq.job set locked_until_ms = 0 where queue = $1`, [queue.name]);
    // It looks once in so many seconds, whoever asks.
    await database.query(`delete from bullmq.meta where queue = $1 and field = 'stalled-check'`, [
      queue.name,
    ]);
    expect(await slots.moveStalledJobsToWait()).toEqual(['unheard']);
    const [job] = (await slots.moveToActive('2')) as [Record<string, unknown>];
    expect(job).toMatchObject({ id: 'unheard', attemptsStarted: 2, stalledCounter: 1 });
  });

  test('get a job once that was sent twice', async () => {
    await add('twice', 'once', 'twice');
    await add('twice');
    expect(await take('1', '2', '3')).toEqual(['twice', 'once', undefined]);
  });

  test('get nothing from a queue at rest', async () => {
    await add('waiting');
    await queue.pause();
    expect(await take('1')).toEqual([undefined]);
    await queue.resume();
    expect(await take('1')).toEqual(['waiting']);
  });

  test('keep a job that was to be kept', async () => {
    await add('kept');
    await take('1');
    await end('kept', '1', false);
    expect(await left()).toEqual({ kept: 'completed' });
  });
});
