import { AccessCodesModule } from '../src/access-codes/access-codes.module.js';
import { CodeOrders } from '../src/access-codes/batches/code-orders.service.js';
import { GenerateCodesHandler } from '../src/access-codes/batches/generate-codes.handler.js';
import { CodeBatchesRepository } from '../src/access-codes/batches/code-batches.repository.js';
import { isGenerated } from '../src/access-codes/batches/code-batches.types.js';
import { PlanTerms } from '../src/access-codes/plan-terms/plan-terms.service.js';
import { CodeDesk } from '../src/access-codes/redemption/code-desk.service.js';
import { ClawBacks } from '../src/access-codes/revocation/claw-backs.service.js';
import { codeHash, hashBytes } from '../src/access-codes/codes/code-hash.js';
import { CodeKeys } from '../src/access-codes/codes/code-keys.service.js';
import type { StepContext } from '../src/jobs/job-handler.types.js';
import { JobsService } from '../src/jobs/reading/jobs.service.js';
import { Transactions } from '../src/platform/database/transactions.js';
import { KeyRotation } from '../src/access-codes/upkeep/key-rotation.service.js';
import { BatchKeysRepository } from '../src/access-codes/upkeep/batch-keys.system.repository.js';
import { PepperRepository } from '../src/access-codes/codes/pepper.system.repository.js';
import { newId } from '../src/platform/ids.js';
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

/** The batch of a job, and what spells and finds its codes. */
async function theBatchOf(jobId: string) {
  const batch = await get(Transactions).forTeam(actor.teamId, (tx) =>
    get(CodeBatchesRepository).ofJob(tx, jobId),
  );
  if (!batch || !isGenerated(batch)) throw new Error('no batch');
  return { batch, maker: get(CodeKeys).maker(batch), pepper: await get(CodeKeys).pepper() };
}

function aCall() {
  return { key: undefined, method: 'POST', route: '/v1/access-codes/redeem' };
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
  const lost = new CodeKeys(new SecretBox(config('a key that is lost, '.repeat(3))), get(PepperRepository));
  const sealLost = `update access_code_batches set sealed_key = $1 where job_id = $2`;
  await engine.database.query(sealLost, [lost.newBatchKey(), (await aClaimedJob(1)).id]);
  await new KeyRotation(get(BatchKeysRepository), keys).sealAnew();
  expect((await sealed()).filter((row) => JSON.stringify(before).includes(JSON.stringify(row)))).toEqual([]);
  const alone = new CodeKeys(new SecretBox(config('another key, '.repeat(4))), get(PepperRepository));
  expect(await alone.pepper()).toBe(pepper);
  await new KeyRotation(
    get(BatchKeysRepository),
    new CodeKeys(new SecretBox(config(SECRET_KEY, 'another key, '.repeat(4))), get(PepperRepository)),
  ).sealAnew();
});

test('codes that are taken already are made good for by the next ordinals', async () => {
  const job = await aClaimedJob(100);
  const { maker, pepper } = await theBatchOf(job.id);
  const taken = maker.forLookup(97, 6);
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

test('a code is good when all of its batch are made, and of a canceled job never', async () => {
  const job = await aClaimedJob(3);
  await get(GenerateCodesHandler).step(job, aContext());
  const { batch, maker } = await theBatchOf(job.id);
  const [code] = maker.forPeople(0, 1);
  const redeemer = { ...(await engine.actor(0)), plan: 'enterprise', address: '192.0.2.1' };
  const verdict = async () => (await get(CodeDesk).validate(redeemer, { code: code! })).verdict;
  expect(await verdict()).toBe('not_yet_valid');
  await engine.cancel(actor, job.id);
  expect(await verdict()).toBe('revoked');
  // Not even if it should once be called complete.
  await engine.database.query(`update access_code_batches set completed_at = now() where id = $1`, [
    batch.id,
  ]);
  expect(await verdict()).toBe('revoked');
  const redemption = get(CodeDesk).redeem(redeemer, { code: code!, subject: 'somebody' }, aCall());
  await expect(redemption).rejects.toMatchObject({ code: 'code_refused', context: { verdict: 'revoked' } });
});

describe('what fails each time', () => {
  /** A team that is there and has lost its account: nothing can be moved from or to it. */
  async function aBrokenTeam(): Promise<string> {
    const { teamId } = await engine.actor(0);
    await engine.database.query(`delete from credit_accounts where team_id = $1`, [teamId]);
    return teamId;
  }

  test('holds up no claw-back behind it', async () => {
    const { batch } = await theBatchOf((await aClaimedJob(1)).id);
    const redeemers = [await aBrokenTeam(), (await engine.actor(5)).teamId];
    const owed = redeemers.map((redeemer, ordinal) => ({ id: newId('redemption'), redeemer, ordinal }));
    for (const { id, redeemer, ordinal } of owed)
      await engine.database.query(
        `insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits, claw_back)
         values ($1, $2, $3, $4, $5, 'test', 'test', '{}', 5, true)`,
        [id, actor.teamId, batch.number, ordinal, redeemer],
      );
    await get(ClawBacks).carryOutAll();
    const rows = await engine.database.query(
      `select clawed_back::int as back, clawed_back_at is null as due from redemptions where batch = $1 order by ordinal`,
      [batch.number],
    );
    expect(rows).toEqual([
      { back: 0, due: true },
      { back: 5, due: false },
    ]);
  });

  test('holds up no end of a plan for a time behind it', async () => {
    const teams = [await aBrokenTeam(), (await engine.actor(0)).teamId];
    for (const teamId of teams)
      await engine.database.query(
        `insert into plan_terms (id, team_id, plan, base_plan, ends_at) values ($1, $2, 'pro', 'enterprise', now())`,
        [newId('redemption'), teamId],
      );
    await get(PlanTerms).endDue();
    const rows = await engine.database.query(
      `select ended_at is null as due from plan_terms where team_id = any($1) order by array_position($1, team_id)`,
      [teams],
    );
    expect(rows).toEqual([{ due: true }, { due: false }]);
  });
});
