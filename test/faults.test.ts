import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './support/api.js';
import {
  aJob,
  aJobRequest,
  aTeam,
  balanceOf,
  type JobBody,
  type TestTeam,
  untilTerminal,
} from './support/builders.js';
import type { TestDatabase } from './support/database.js';
import { anEmbeddedEngine, anEngine, type TestEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { aPostgres, killPostgres, type OwnPostgres } from './support/own-postgres.js';
import { until } from './support/until.js';

/** Long enough to be caught in the middle. */
const LONG = { n: 2, input: { width: 2048, height: 2048 } };
const CREDITS = 100;
/** Leases end soon, and are still long enough for a busy machine to renew them in time. */
const SOON = {
  JOB_LEASE_SECONDS: '4',
  JOB_RECONCILE_SECONDS: '0.2',
  JOB_MAX_ATTEMPTS: '10',
  STUDIO_SLOTS: '1',
};

interface JobRow {
  state: string;
  fence: number;
  attempts: number;
  worker: string | null;
}

async function rowOf(database: TestDatabase, id: string): Promise<JobRow> {
  const [row] = await database.query<JobRow>(
    `select state, fence, attempts, worker from jobs where id = $1`,
    [id],
  );
  return row!;
}

function untilRunning(database: TestDatabase, id: string): Promise<JobRow> {
  return until('a worker to take the job', async () => {
    const row = await rowOf(database, id);
    return row.state === 'running' && row;
  });
}

/** Everything that is told or paid about a job, exactly as the database has it. */
async function recordOf(database: TestDatabase, id: string): Promise<string[]> {
  const rows = await database.query<{ line: string }>(
    `select to_jsonb(j)::text as line from jobs j where id = $1
     union all select to_jsonb(e)::text from job_events e where job_id = $1
     union all select to_jsonb(e)::text from events e where subject = $1
     union all select to_jsonb(t)::text from ledger_transfers t where job_id = $1
     union all select to_jsonb(a)::text from assets a where job_id = $1
     order by line`,
    [id],
  );
  return rows.map(({ line }) => line);
}

async function eventsOf(database: TestDatabase, id: string): Promise<string[]> {
  const rows = await database.query<{ type: string }>(`select type from events where subject = $1`, [id]);
  return rows.map(({ type }) => type);
}

describe('a worker', () => {
  let api: TestEngine;
  let team: TestTeam;
  const workers: TestEngine[] = [];

  beforeAll(async () => {
    api = await anEngine({ role: 'api', env: SOON });
  });

  beforeEach(async () => {
    team = await aTeam(api, { credits: CREDITS });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await nothingIsBroken(api);
  });

  async function aWorker(): Promise<TestEngine> {
    const worker = await anEngine({
      role: 'worker',
      database: api.database,
      dataDir: api.dataDir,
      env: SOON,
    });
    workers.push(worker);
    return worker;
  }

  async function expectMadeOnce(job: JobBody): Promise<void> {
    expect(job).toMatchObject({ status: 'completed', creditsCharged: 2, creditsRefunded: 0 });
    expect(job.output).toHaveLength(2);
    expect(await balanceOf(team)).toBe(CREDITS - 2);
    expect(await eventsOf(api.database, job.id)).toEqual(['job.completed']);
  }

  test('that is killed in the middle of a render loses nothing: another one makes the job, paid once', async () => {
    const doomed = await aWorker();
    const { id } = await aJob(team, LONG);
    await untilRunning(api.database, id);
    await doomed.kill('SIGKILL');
    expect(await rowOf(api.database, id)).toMatchObject({ state: 'running', attempts: 0 });

    await aWorker();
    const job = await untilTerminal(team, id);
    await expectMadeOnce(job);
    expect(job.attempts).toBeGreaterThan(0);
  });

  test('that is paused past its lease and wakes again can change nothing', async () => {
    const zombie = await aWorker();
    const { id } = await aJob(team, LONG);
    const claim = await untilRunning(api.database, id);
    await zombie.kill('SIGSTOP');
    expect(await rowOf(api.database, id)).toEqual(claim);

    const other = await aWorker();
    await expectMadeOnce(await untilTerminal(team, id));
    const record = await recordOf(api.database, id);
    expect(await other.stop()).toBe(0);

    await zombie.kill('SIGCONT');
    // It is alone now: when this one is done, it has long dealt with what it held.
    expect(await untilTerminal(team, (await aJob(team)).id)).toMatchObject({ status: 'completed' });
    expect(await zombie.stop()).toBe(0);
    expect(await recordOf(api.database, id)).toEqual(record);
  });

  test('that is asked to stop hands its render over and exits with 0', async () => {
    const leaving = await aWorker();
    const { id } = await aJob(team, LONG);
    await untilRunning(api.database, id);
    expect(await leaving.stop()).toBe(0);
    // Given back and not lost: that is no attempt.
    expect(await rowOf(api.database, id)).toMatchObject({ state: 'queued', attempts: 0, worker: null });

    await aWorker();
    await expectMadeOnce(await untilTerminal(team, id));
  });
});

describe('PostgreSQL', () => {
  let postgres: OwnPostgres;
  let api: TestEngine;
  let worker: TestEngine;
  let team: TestTeam;

  beforeAll(async () => {
    postgres = await aPostgres();
    api = await anEngine({ role: 'api', database: postgres.database, env: SOON });
    worker = await anEngine({
      role: 'worker',
      database: postgres.database,
      dataDir: api.dataDir,
      env: SOON,
    });
    team = await aTeam(api, { credits: CREDITS });
  });

  test('that crashes again and again under submits and renders costs nobody anything', async () => {
    const submitters = Array.from({ length: 4 }, (_, index) => new Submitter(team, `submitter-${index}`));
    const submitting = submitters.map((submitter) => submitter.run());
    for (let crash = 1; crash <= 2; crash++) {
      await until('each of them to have been accepted since', () =>
        Promise.resolve(submitters.every(({ accepted }) => accepted.length >= crash * 2)),
      );
      postgres.crash();
      await until('each of them to have been refused', () =>
        Promise.resolve(submitters.every(({ refusals }) => refusals >= crash)),
      );
    }
    for (const submitter of submitters) submitter.stop();
    await Promise.all(submitting);

    const accepted = submitters.flatMap((submitter) => submitter.accepted);
    const jobs = [];
    for (const id of accepted) jobs.push(await untilSettled(team, id));
    expect(jobs.filter(({ status }) => status !== 'completed')).toEqual([]);
    expect(new Set(accepted).size).toBe(accepted.length);
    const [row] = await postgres.database.query<{ count: string }>(`select count(*) from jobs`);
    expect(Number(row!.count)).toBe(accepted.length);
    expect(await balanceOf(team)).toBe(CREDITS - accepted.length);
    await nothingIsBroken(api);
    for (const engine of [worker, api]) expect(await engine.stop()).toBe(0);
  });
});

/** A client as it should be: one key for each job, and the same key again until it is told that the job is accepted. */
class Submitter {
  readonly accepted: string[] = [];
  refusals = 0;
  private isOver = false;

  constructor(
    private readonly team: TestTeam,
    private readonly name: string,
  ) {}

  async run(): Promise<void> {
    for (let job = 0; !this.isOver; job++) await this.submit(`${this.name}-${job}`);
  }

  stop(): void {
    this.isOver = true;
  }

  private async submit(key: string): Promise<void> {
    for (;;) {
      const answer = await this.team.api.post<JobBody>('/v1/jobs', aJobRequest(), { 'idempotency-key': key });
      if (answer.status === 202) return void this.accepted.push(answer.body.id);
      expectToComeBack(answer);
      this.refusals++;
      await pause(50);
    }
  }
}

function expectToComeBack(answer: Answer<unknown>): void {
  expect(answer).toMatchObject({ status: 503, error: { code: 'unavailable' } });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
}

/** Also while the database is away. */
function untilSettled(team: TestTeam, id: string): Promise<JobBody> {
  return until(`${id} to end`, async () => {
    const answer = await team.api.get<JobBody>(`/v1/jobs/${id}?wait=20`);
    if (answer.status !== 200) expectToComeBack(answer);
    else return ['completed', 'failed', 'canceled'].includes(answer.body.status) && answer.body;
  });
}

describe('the engine with its own database', () => {
  test('goes on where it was when all of it is killed and it starts again', async () => {
    let engine = await anEmbeddedEngine({ env: SOON });
    const { dataDir } = engine;
    let team = await aTeam(engine, { credits: CREDITS });
    const { id } = await aJob(team, LONG);
    await until(
      'the render',
      async () => (await team.api.get(`/v1/jobs/${id}`)).body['status'] === 'processing',
    );
    await engine.kill('SIGKILL');
    killPostgres(dataDir);

    engine = await anEmbeddedEngine({ dataDir, env: SOON });
    team = { ...team, api: team.api.at(engine) };
    expect(await untilSettled(team, id)).toMatchObject({ status: 'completed', creditsCharged: 2 });
    expect(await balanceOf(team)).toBe(CREDITS - 2);
    expect(await brokenInvariants({ DATA_DIR: dataDir })).toEqual([]);
    expect(await engine.stop()).toBe(0);
  });
});

async function nothingIsBroken({ database, dataDir }: TestEngine): Promise<void> {
  expect(await brokenInvariants({ DATABASE_URL: database.ownerUrl, DATA_DIR: dataDir })).toEqual([]);
}
