import { UsageService } from '../src/credits/usage/usage.service.js';
import { readInvariants } from '../src/operator/audit/invariants-file.js';
import { DomainError } from '../src/platform/errors.js';
import type { Actor } from '../src/teams/actor.types.js';
import { newId } from '../src/platform/ids.js';
import { aJobEngine, type SubmitOptions, type TestJobEngine } from './support/job-engine.js';
import { until } from './support/until.js';

let engine: TestJobEngine;
let other: TestJobEngine;

beforeAll(async () => {
  engine = await aJobEngine({ slots: 0 });
  other = await aJobEngine({ slots: 0, database: engine.database });
});

/** From two processes at once. */
async function submitMany(count: number, actors: Actor[], options: SubmitOptions = {}) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      (index % 2 ? engine : other).submit(actors[index % actors.length]!, options),
    ),
  );
  const accepted = outcomes.flatMap((o) => (o.status === 'fulfilled' ? o.value.jobIds : []));
  const refused = outcomes.flatMap((o) => (o.status === 'rejected' ? [o.reason as DomainError] : []));
  return { accepted, refused };
}

function anotherTokenOf(actor: Actor, own: Actor['ownLimits'] = {}): Actor {
  return { ...actor, tokenId: newId('token'), ownLimits: own, limits: { ...actor.teamLimits, ...own } };
}

describe('jobs in flight', () => {
  test('of a team are never one too many, whichever token and process they come through', async () => {
    const actor = await engine.actor(200, { team: { jobsInFlight: 20 } });
    const { accepted, refused } = await submitMany(100, [
      actor,
      anotherTokenOf(actor),
      anotherTokenOf(actor),
    ]);
    expect(accepted).toHaveLength(20);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['quota_exceeded']));
    expect(refused[0]).toMatchObject({
      status: 429,
      retryAfterSeconds: 1,
      context: { policy: 'jobs-in-flight', limit: 'jobsInFlight', max: 20 },
    });
    expect(await engine.balance(actor)).toBe(180);
  });

  test('of a token are held to its own limit, and leave room to the others of the team', async () => {
    const actor = await engine.actor(100, { own: { jobsInFlight: 3 }, team: { jobsInFlight: 10 } });
    expect((await submitMany(30, [actor])).accepted).toHaveLength(3);
    expect((await submitMany(30, [anotherTokenOf(actor)])).accepted).toHaveLength(7);
    expect((await submitMany(2, [actor])).accepted).toEqual([]);
  });

  test('may go beyond the plan where the operator gave a token more', async () => {
    const actor = await engine.actor(100, { own: { jobsInFlight: 12 }, team: { jobsInFlight: 10 } });
    expect((await submitMany(30, [actor])).accepted).toHaveLength(12);
    expect((await submitMany(5, [anotherTokenOf(actor)])).accepted).toEqual([]);
  });

  test('make room when they end, each exactly once', async () => {
    const actor = await engine.actor(100, { team: { jobsInFlight: 4 } });
    const { accepted } = await submitMany(8, [actor]);
    const cancels = accepted.flatMap((id) => [engine.cancel(actor, id), other.cancel(actor, id)]);
    await Promise.allSettled(cancels);
    expect((await submitMany(20, [actor])).accepted).toHaveLength(4);
  });

  test('take a batch whole or not at all', async () => {
    const actor = await engine.actor(100, { team: { jobsInFlight: 4 } });
    await engine.submit(actor, { requests: [{}, {}], batch: {} });
    const tooMany = engine.submit(actor, { requests: [{}, {}, {}], batch: {} });
    await expect(tooMany).rejects.toMatchObject({ code: 'quota_exceeded', context: { used: 2, max: 4 } });
    await engine.submit(actor, { requests: [{}, {}], batch: {} });
    expect(await engine.balance(actor)).toBe(96);
  });

  test('do not refuse the answer to a key that was accepted', async () => {
    const actor = await engine.actor(5, { team: { jobsInFlight: 1 } });
    const first = await engine.submit(actor, { key: 'k' });
    await expect(engine.submit(actor)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await engine.submit(actor, { key: 'k' })).toMatchObject({ body: first.body, replayed: true });
  });

  test('are given back by jobs that workers finish', async () => {
    const working = await aJobEngine({ slots: 2, database: engine.database });
    const actor = await engine.actor(100, { team: { jobsInFlight: 2 } });
    for (let round = 0; round < 3; round++) {
      const { accepted } = await submitMany(2, [actor]);
      expect(accepted).toHaveLength(2);
      for (const id of accepted)
        await until('the job to end', async () => (await engine.job(id))['state'] === 'succeeded');
    }
    await working.close();
  });
});

describe('spending', () => {
  test.each([
    ['creditsPerDay', { creditsPerDay: 25 }],
    ['creditsPerMonth', { creditsPerMonth: 25 }],
  ])('never passes %s of a team by one, in a race of processes', async (limit, team) => {
    const actor = await engine.actor(500, { team });
    const { accepted, refused } = await submitMany(40, [actor, anotherTokenOf(actor)], {
      requests: [{ credits: 2 }],
    });
    expect(accepted).toHaveLength(12);
    expect(refused[0]).toMatchObject({
      code: 'spending_limit',
      status: 402,
      context: { limit, max: 25, used: 24, needed: 2, resetsAt: expect.stringMatching(/T00:00:00\.000Z$/) },
    });
    await engine.submit(actor, { requests: [{ credits: 1 }] });
  });

  test.each([
    ['creditsPerDay', { creditsPerDay: 10 }],
    ['creditsPerMonth', { creditsPerMonth: 10 }],
  ])('is counted for the token that has %s of its own', async (_limit, own) => {
    const actor = await engine.actor(500, { own });
    const beside = anotherTokenOf(actor);
    expect((await submitMany(10, [beside])).accepted).toHaveLength(10);
    expect((await submitMany(30, [actor])).accepted).toHaveLength(10);
    expect((await submitMany(3, [beside])).accepted).toHaveLength(3);
  });

  test('that goes back may be spent again', async () => {
    const actor = await engine.actor(500, { own: { creditsPerDay: 10 } });
    const { accepted } = await submitMany(10, [actor]);
    await expect(engine.submit(actor)).rejects.toMatchObject({ code: 'spending_limit' });
    await engine.cancel(actor, accepted[0]!);
    await engine.submit(actor);
    await expect(engine.submit(actor)).rejects.toMatchObject({ code: 'spending_limit' });
  });

  test('of yesterday does not count today, and a refund of it lends nothing', async () => {
    const actor = await engine.actor(500, { own: { creditsPerDay: 2 } });
    const { jobIds } = await engine.submit(actor, { requests: [{ credits: 2 }] });
    const aDayAgo = [
      `update jobs set created_at = created_at - interval '1 day' where team_id = $1`,
      `update ledger_transfers set created_at = created_at - interval '1 day' where team_id = $1`,
      `update usage_days set day = day - 1 where team_id = $1`,
      `update token_spending_days set day = day - 1 where team_id = $1`,
      `update credit_spending_days set day = day - 1 where team_id = $1`,
    ];
    for (const sql of aDayAgo) await engine.database.query(sql, [actor.teamId]);
    await engine.submit(actor, { requests: [{ credits: 2 }] });
    await engine.cancel(actor, jobIds[0]!);
    await expect(engine.submit(actor)).rejects.toMatchObject({ context: { used: 2 } });
  });

  test('on one job is held to creditsPerJob', async () => {
    const actor = await engine.actor(500, { own: { creditsPerJob: 4 } });
    const dear = engine.submit(actor, { requests: [{ credits: 4 }, { credits: 5 }], batch: {} });
    await expect(dear).rejects.toMatchObject({
      code: 'spending_limit',
      context: { limit: 'creditsPerJob', max: 4, needed: 5 },
    });
    await engine.submit(actor, { requests: [{ credits: 4 }, { credits: 4 }], batch: {} });
    expect(await engine.balance(actor)).toBe(492);
  });

  test('is not asked of work that costs nothing', async () => {
    const actor = await engine.actor(5, { own: { creditsPerDay: 0 } });
    await engine.submit(actor, { requests: [{ credits: 0 }] });
    await expect(engine.submit(actor)).rejects.toMatchObject({ code: 'spending_limit' });
  });
});

describe('usage', () => {
  test('adds up by day, model, token and type', async () => {
    const actor = await engine.actor(100);
    const beside = anotherTokenOf(actor);
    const { jobIds } = await engine.submit(actor, {
      requests: [
        { credits: 3, model: 'a' },
        { credits: 4, model: 'b' },
      ],
      batch: {},
    });
    await engine.submit(beside, { requests: [{ credits: 5, model: 'a', kind: 'media.video' }] });
    await engine.cancel(actor, jobIds[1]!);

    const usage = engine.app.get(UsageService, { strict: false });
    const today = new Date().toISOString().slice(0, 10);
    const span = { from: '2026-01-01', to: '9999-12-31' };
    const all = { jobs: 3, completed: 0, failed: 0, creditsCharged: 12, creditsRefunded: 4, creditsNet: 8 };
    expect(await usage.lines(actor.teamId, 'day', span)).toEqual([{ key: today, ...all }]);
    expect(await usage.lines(actor.teamId, 'model', span)).toMatchObject([
      { key: 'a', jobs: 2, creditsNet: 8 },
      { key: 'b', jobs: 1, creditsCharged: 4, creditsRefunded: 4, creditsNet: 0 },
    ]);
    expect(await usage.lines(actor.teamId, 'token', span)).toMatchObject([
      { key: actor.tokenId, jobs: 2, creditsNet: 3 },
      { key: beside.tokenId, jobs: 1, creditsNet: 5 },
    ]);
    expect(await usage.lines(actor.teamId, 'type', span)).toMatchObject([
      { key: 'image', jobs: 2 },
      { key: 'video', jobs: 1 },
    ]);
    expect(await usage.lines(actor.teamId, 'day', { from: '2026-01-01', to: '2026-01-02' })).toEqual([]);
  });
});

/** Every test above left behind what it did. */
test.each([
  'jobs_in_flight_equal_the_open_jobs',
  'usage_days_equal_the_spending_days',
  'token_spending_days_equal_the_usage_days',
  'spending_days_equal_the_fold_of_transfers',
  'accounts_equal_the_fold_of_their_entries',
])('%s, after all of this', async (name) => {
  const { sql } = readInvariants().find((invariant) => invariant.name === name)!;
  expect(await engine.database.query(sql)).toEqual([]);
});
