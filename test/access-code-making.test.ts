import { AccessCodesModule } from '../src/access-codes/access-codes.module.js';
import { CodeOrders } from '../src/access-codes/batches/code-orders.service.js';
import { GenerateCodesHandler } from '../src/access-codes/batches/generate-codes.handler.js';
import { CodeBatchesRepository } from '../src/access-codes/batches/code-batches.repository.js';
import { isGenerated } from '../src/access-codes/batches/code-batches.types.js';
import { codeHash, hashBytes } from '../src/access-codes/codes/code-hash.js';
import { CodeKeys } from '../src/access-codes/codes/code-keys.service.js';
import type { StepContext } from '../src/jobs/job-handler.types.js';
import { JobsService } from '../src/jobs/reading/jobs.service.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { KeyRotation } from '../src/access-codes/upkeep/key-rotation.service.js';
import { SealedKeysRepository } from '../src/access-codes/upkeep/sealed-keys.system.repository.js';
import { PepperRepository } from '../src/access-codes/codes/pepper.system.repository.js';
import { SecretBox } from '../src/platform/secret-box.js';
import { SECRET_KEY } from './support/secrets.js';
import type { Actor } from '../src/teams/actor.types.js';
import { aJobEngine, type TestJobEngine } from './support/job-engine.js';

let engine: TestJobEngine;
let actor: Actor;
const get = <T>(type: new (...args: never[]) => T): T => engine.app.get(type, { strict: false });

beforeAll(async () => {
  engine = await aJobEngine({ slots: 0, imports: [AccessCodesModule] });
  actor = { ...(await engine.actor(10)), plan: 'enterprise' };
  await engine.database.query(`insert into access_plans (id, team_id, name, grants, by_operator, created_by)
    values ('apl_01ARZ3NDEKTSV4RRFFQ69G5FAV', '${actor.teamId}', 'test', '{"membership":"gold"}', false, 'test')`);
});

/** Accepted, and claimed with the fence 1. */
async function aClaimedJob(quantity: number) {
  const { body } = await get(CodeOrders).place(
    actor,
    { planId: 'apl_01ARZ3NDEKTSV4RRFFQ69G5FAV', quantity },
    {},
  );
  const { jobId } = JSON.parse(body) as { jobId: string };
  await engine.database.query(
    `update jobs set state = 'running', fence = 1, lease_until = now() + interval '1 hour' where id = $1`,
    [jobId],
  );
  return get(JobsService).read(actor, jobId);
}

function aContext(): StepContext {
  const never = new AbortController().signal;
  return {
    signal: never,
    handover: never,
    progress: () => undefined,
    assign: () => Promise.resolve(true),
  };
}

async function rowsOf(jobId: string) {
  const [row] = await engine.database.query<{ codes: number; made: number; next: number }>(
    `select batch.made, batch.next_ordinal as next,
            (select count(*)::int from access_codes where access_codes.batch = batch.number) as codes
     from access_code_batches batch where job_id = $1`,
    [jobId],
  );
  return row!;
}

test('a job that is delivered twice makes no code twice and none too many', async () => {
  const job = await aClaimedJob(45_000);
  const step = () => get(GenerateCodesHandler).step(job, aContext());
  const outcomes = await Promise.allSettled([step(), step(), step()]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
  expect(await rowsOf(job.id)).toEqual({ codes: 45_000, made: 45_000, next: 45_000 });
  await expect(step()).resolves.toMatchObject({ word: 'done', output: { count: 45_000 } });
  expect((await rowsOf(job.id)).codes).toBe(45_000);
});

test('a worker whose claim was lost adds nothing', async () => {
  const job = await aClaimedJob(10);
  await engine.database.query(`update jobs set fence = 2 where id = $1`, [job.id]);
  await expect(get(GenerateCodesHandler).step(job, aContext())).rejects.toThrow('was lost');
  expect(await rowsOf(job.id)).toEqual({ codes: 0, made: 0, next: 0 });
});

test('codes and hashes outlive the key that their secrets were sealed with', async () => {
  const job = await aClaimedJob(3);
  await get(GenerateCodesHandler).step(job, aContext());
  const sealed = () =>
    engine.database.query(
      `select sealed_key as sealed from access_code_batches union all select sealed from access_code_pepper`,
    );
  const before = await sealed();
  const config = (...secretKeys: string[]) =>
    ({ secretKeys }) as unknown as ConstructorParameters<typeof SecretBox>[0];
  const rotated = new SecretBox(config('another key, '.repeat(4), SECRET_KEY));
  const keys = new CodeKeys(rotated, get(PepperRepository));
  const pepper = await get(CodeKeys).pepper();
  await new KeyRotation(get(SealedKeysRepository), keys).sealAnew();
  expect((await sealed()).filter((row) => JSON.stringify(before).includes(JSON.stringify(row)))).toEqual([]);
  const alone = new CodeKeys(new SecretBox(config('another key, '.repeat(4))), get(PepperRepository));
  expect(await alone.pepper()).toBe(pepper);
  await new KeyRotation(
    get(SealedKeysRepository),
    new CodeKeys(new SecretBox(config(SECRET_KEY, 'another key, '.repeat(4))), get(PepperRepository)),
  ).sealAnew();
});

test('codes that are taken already are made good for by the next ordinals', async () => {
  const job = await aClaimedJob(100);
  const batch = await get(Transactions).forTeam(actor.teamId, (tx) =>
    get(CodeBatchesRepository).ofJob(tx, job.id),
  );
  if (!batch || !isGenerated(batch)) throw new Error('no batch');
  const keys = get(CodeKeys);
  const pepper = await keys.pepper();
  const taken = keys.maker(batch).forLookup(97, 6);
  for (const code of taken) {
    await engine.database.query(
      `insert into access_codes (hash, team_id, batch, ordinal)
       values ($1, $2, 0, (select count(*) from access_codes where batch = 0))`,
      [hashBytes(codeHash(pepper, code)), actor.teamId],
    );
  }
  await get(GenerateCodesHandler).step(job, aContext());
  expect(await rowsOf(job.id)).toEqual({ codes: 100, made: 100, next: 106 });
});
