import { BundleWriter } from '../src/jobs/submission/bundle-writer.js';
import { SubmissionsOfTeamsRepository } from '../src/jobs/submission/submissions-of-teams.system.repository.js';
import { withClient } from './support/database.js';
import { aJobEngine, type TestJobEngine } from './support/job-engine.js';
import { until } from './support/until.js';

let engine: TestJobEngine;

beforeAll(async () => {
  engine = await aJobEngine({ slots: 0 });
});

async function count(sql: string, ...parameters: unknown[]): Promise<number> {
  const [row] = await engine.database.query<{ count: string }>(sql, parameters);
  return Number(row!.count);
}

type Submitted = Awaited<ReturnType<TestJobEngine['submit']>>;

/** Which transaction wrote the job of each. */
async function transactionsOf(
  outcomes: Array<PromiseSettledResult<Submitted> | undefined>,
): Promise<string[]> {
  const ids = outcomes.map((outcome) => (outcome as PromiseFulfilledResult<Submitted>).value.jobIds[0]);
  const rows = await engine.database.query<{ writer: string }>(
    `select xmin::text as writer from jobs where id = any($1) order by array_position($1, id)`,
    [ids],
  );
  return rows.map(({ writer }) => writer);
}

describe('submitting', () => {
  test('200 submits at once against credits for 50 give exactly 50 jobs, and the balance ends at 0', async () => {
    const actor = await engine.actor(50);
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => engine.submit(actor)));
    const refused = outcomes.flatMap((o) => (o.status === 'rejected' ? [o.reason as { code: string }] : []));
    expect(refused).toHaveLength(150);
    expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['insufficient_credits']));
    expect(await count('select count(*) from jobs where team_id = $1', actor.teamId)).toBe(50);
    expect(await engine.balance(actor)).toBe(0);
  });

  test('two processes that submit for one team at once do not overspend either', async () => {
    const other = await aJobEngine({ slots: 0, database: engine.database });
    const actor = await engine.actor(30);
    const submits = Array.from({ length: 60 }, (_, index) => (index % 2 ? engine : other).submit(actor));
    const outcomes = await Promise.allSettled(submits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    expect(await engine.balance(actor)).toBe(0);
    await other.close();
  });

  test('a cheap request is not refused because an expensive one beside it was', async () => {
    const actor = await engine.actor(8);
    const outcomes = await Promise.allSettled([
      engine.submit(actor, { requests: [{ credits: 3 }] }),
      engine.submit(actor, { requests: [{ credits: 100 }] }),
      engine.submit(actor, { requests: [{ credits: 5 }] }),
    ]);
    const [before, dear, cheap] = outcomes;
    expect(dear).toMatchObject({ status: 'rejected', reason: { code: 'insufficient_credits' } });
    expect(new Set(await transactionsOf([before, cheap])).size).toBe(1);
    expect(await engine.balance(actor)).toBe(0);
  });

  test('100 keys sent 20 times each at once make 100 jobs and byte-identical answers', async () => {
    const actor = await engine.actor(200);
    const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
    const answers = await Promise.all(
      keys.map((key) => Promise.all(Array.from({ length: 20 }, () => engine.submit(actor, { key })))),
    );
    for (const twins of answers) {
      expect(new Set(twins.map(({ body }) => body)).size).toBe(1);
      expect(twins.filter(({ replayed }) => !replayed)).toHaveLength(1);
    }
    expect(await count('select count(*) from jobs where team_id = $1', actor.teamId)).toBe(100);
    expect(await engine.balance(actor)).toBe(100);
  });

  test('the same key with another request is a conflict and changes nothing', async () => {
    const actor = await engine.actor(5);
    await engine.submit(actor, { key: 'k', fingerprint: 'one' });
    await expect(engine.submit(actor, { key: 'k', fingerprint: 'two' })).rejects.toMatchObject({
      code: 'idempotency_conflict',
    });
    expect(await engine.balance(actor)).toBe(4);
  });

  test('a key is forgotten after a day', async () => {
    const actor = await engine.actor(5);
    const first = await engine.submit(actor, { key: 'daily' });
    await engine.database.query(
      `update idempotency_keys set created_at = now() - interval '25 hours' where team_id = $1`,
      [actor.teamId],
    );
    const second = await engine.submit(actor, { key: 'daily', fingerprint: 'another' });
    expect(second.replayed).toBe(false);
    expect(second.jobIds).not.toEqual(first.jobIds);
  });

  test('a refused request stores no key: the same one is accepted once there are credits', async () => {
    const actor = await engine.actor(1);
    const dear = { key: 'later', requests: [{ credits: 2 }] };
    await expect(engine.submit(actor, dear)).rejects.toMatchObject({ code: 'insufficient_credits' });
    await expect(engine.submit(actor, { ...dear, requests: [{ credits: 1 }] })).resolves.toMatchObject({
      replayed: false,
    });
  });

  test('a row that the database refuses harms none of those that share its transaction', async () => {
    const actor = await engine.actor(100);
    const writer = engine.app.get(BundleWriter, { strict: false });
    const [shared, own] = [jest.spyOn(writer, 'writeFree'), jest.spyOn(writer, 'write')];
    const bad = { requests: [{ etaSeconds: 2 ** 40 }] };
    const outcomes = await Promise.allSettled([
      engine.submit(actor),
      engine.submit(actor, bad),
      engine.submit(actor),
      engine.submit(actor),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await engine.balance(actor)).toBe(97);
    // The four were one transaction with whoever came, then one of their team, and after it four.
    expect(shared.mock.calls.map(([bundle]) => bundle.length)).toEqual([4]);
    expect(own.mock.calls.map(([, bundle]) => bundle.length)).toEqual([4, 1, 1, 1, 1]);
    shared.mockRestore();
    own.mockRestore();
  });

  test('teams that submit at once share transactions and nothing else; a team by itself shares with nobody', async () => {
    const shared = jest.spyOn(engine.app.get(SubmissionsOfTeamsRepository, { strict: false }), 'transaction');
    const solvent = await Promise.all(Array.from({ length: 10 }, () => engine.actor(5)));
    const poor = await engine.actor(1);
    const busy = await engine.actor(5, { own: { jobsInFlight: 1 } });
    await engine.submit(busy);
    expect(shared).not.toHaveBeenCalled();

    const requests = [{ credits: 2 }];
    const submitAll = () =>
      Promise.allSettled(
        [poor, busy, ...solvent].map((actor) =>
          engine.submit(actor, { requests, key: 'the same everywhere' }),
        ),
      );
    const [refused, full, ...accepted] = await submitAll();
    expect(shared).toHaveBeenCalled();
    shared.mockRestore();
    expect(refused).toMatchObject({
      reason: { code: 'insufficient_credits', context: { needed: 2, balance: 1 } },
    });
    expect(full).toMatchObject({ reason: { code: 'quota_exceeded' } });
    expect((await transactionsOf(accepted)).length).toBe(10);
    expect(new Set(await transactionsOf(accepted)).size).toBeLessThan(10);
    expect(await Promise.all([poor, busy, ...solvent].map((actor) => engine.balance(actor)))).toEqual([
      1,
      4,
      ...solvent.map(() => 3),
    ]);

    const [, , ...again] = await submitAll();
    const bodies = (outcomes: typeof again) =>
      outcomes.map((outcome) => (outcome as PromiseFulfilledResult<Submitted>).value.body);
    expect(bodies(again)).toEqual(bodies(accepted));
    expect(new Set(bodies(again)).size).toBe(10);
    const teamIds = solvent.map(({ teamId }) => teamId);
    expect(
      await engine.database.query(
        `select team_id as "teamId", count(*)::int as jobs, min(token_id) as "tokenId" from jobs
         where team_id = any($1) group by 1 order by array_position($1, team_id)`,
        [teamIds],
      ),
    ).toEqual(solvent.map(({ teamId, tokenId }) => ({ teamId, jobs: 1, tokenId })));
  });

  test.each([
    ['account', `select from credit_accounts where team_id = $1 for update`],
    [
      'key',
      `insert into idempotency_keys (team_id, key, fingerprint, status, body) values ($1, 'held', '', 200, '')`,
    ],
  ])('a team whose %s somebody holds makes no other team wait', async (_what, hold) => {
    const held = await engine.actor(5);
    const others = await Promise.all(Array.from({ length: 6 }, () => engine.actor(5)));
    await withClient(engine.database.ownerUrl, async (holder) => {
      await holder.query('begin');
      await holder.query(hold, [held.teamId]);
      const waiting = engine.submit(held, { key: 'held' });
      await Promise.all(others.map((actor) => engine.submit(actor)));
      await until('the one team waits by itself', async () => {
        const locks = await engine.database.query(
          `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
        );
        return locks.length > 0;
      });
      await Promise.all(others.map((actor) => engine.submit(actor)));
      expect(await count('select count(*) from jobs where team_id = $1', held.teamId)).toBe(0);
      await holder.query('rollback');
      await waiting;
    });
    expect(await engine.balance(held)).toBe(4);
  });

  test('a crowd, and what is large, is written by team: who comes alone does not wait behind it', async () => {
    const writer = engine.app.get(BundleWriter, { strict: false });
    const shared = jest.spyOn(writer, 'writeFree');
    const many = await engine.actor(1_000);
    const large = await engine.actor(5);
    const own = jest.spyOn(writer, 'write');
    await Promise.all([
      engine.submit(large, { requests: [{ input: { prompt: 'a'.repeat(100_000) } }] }),
      ...Array.from({ length: 600 }, () => engine.submit(many)),
    ]);
    const sizes = shared.mock.calls.map(([bundle]) => bundle.length);
    expect(sizes).toEqual([250]);
    expect(own.mock.calls.map(([teamId]) => teamId)).toContain(large.teamId);
    expect(await engine.balance(many)).toBe(400);
    shared.mockRestore();
    own.mockRestore();
  });

  test('a batch is charged whole, in one commit, or not at all', async () => {
    const actor = await engine.actor(10);
    const requests = Array.from({ length: 4 }, () => ({ credits: 3 }));
    await expect(engine.submit(actor, { requests, batch: {} })).rejects.toMatchObject({
      code: 'insufficient_credits',
      context: { needed: 12, balance: 10 },
    });
    expect(await engine.balance(actor)).toBe(10);
    await engine.submit(actor, { requests: requests.slice(1), batch: {} });
    expect(await engine.balance(actor)).toBe(1);
    expect(await count('select count(*) from batches where team_id = $1', actor.teamId)).toBe(1);
  });

  test('maxCredits refuses what costs more and charges nothing', async () => {
    const actor = await engine.actor(10);
    const submitted = engine.submit(actor, {
      requests: [{ credits: 2 }, { credits: 2 }],
      batch: {},
      maxCredits: 3,
    });
    await expect(submitted).rejects.toMatchObject({ code: 'spending_limit' });
    expect(await engine.balance(actor)).toBe(10);
  });
});
