import { randomBytes } from 'node:crypto';
import { CodeMaker } from '../src/access-codes/codes/code-maker.js';
import { newId } from '../src/platform/ids.js';
import {
  aCodeBatch,
  anAccessPlan,
  type CodeBatchBody,
  codesOf,
  redeem,
  someCodes,
  verdictOn,
} from './support/access-codes.js';
import { anApi, type Answer } from './support/api.js';
import { aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { withClient } from './support/database.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { brokenInvariants } from './support/invariants.js';
import { until } from './support/until.js';

const SHORT_LEASE = {
  REST_PER_MINUTE: '100000',
  JOB_LEASE_SECONDS: '2',
  JOB_RECONCILE_SECONDS: '1',
  TRUST_PROXY: '1',
};

let engine: TestEngine;
let team: TestTeam;
let other: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ env: SHORT_LEASE });
  team = await aTeam(engine, { credits: 10_000 });
  other = await aTeam(engine, { credits: 0 });
});

const operator = () => anApi(engine).asOperator();

async function planOf(one: TestTeam): Promise<string> {
  const { body } = await one.api.get<{ plan: { slug: string } }>('/v1/account');
  return body.plan.slug;
}

async function eventsOf(one: TestTeam, type: string): Promise<Record<string, unknown>[]> {
  const { body } = await one.api.get<{ data: { data: Record<string, unknown> }[] }>(
    `/v1/events?type=${type}`,
  );
  return body.data.map(({ data }) => data);
}

describe('a revocation', () => {
  test('of a batch ends all its codes with one event, and brings back what is not spent', async () => {
    const planId = await anAccessPlan(team, { credits: 10 });
    const { batchId } = await aCodeBatch(team, { planId, quantity: 3 });
    const [first, second, third] = await codesOf(team, batchId);
    await redeem(other, first!);
    await redeem(other, second!);
    const before = await balanceOf(team);
    const job = await other.api.post('/v1/jobs', {
      type: 'image',
      prompt: 'x',
      n: 4,
      input: { width: 64, height: 64 },
    });
    await untilTerminal(other, job.body['id'] as string);
    const revoke = () =>
      team.api.post<CodeBatchBody>(`/v1/access-code-batches/${batchId}/revoke`, { clawBack: true });
    const { status, body } = await revoke();
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'revoked', counts: { revoked: 3, redeemed: 2 } });
    expect((await revoke()).status).toBe(200);
    expect(await balanceOf(team)).toBe(before + 16);
    expect(await balanceOf(other)).toBe(0);
    expect(await verdictOn(other, third!)).toBe('revoked');
    expect(await eventsOf(team, 'access_codes.revoked')).toMatchObject([{ batchId, clawBack: true }]);
    const { body: history } = await team.api.get<{ data: { creditsClawedBack: number }[] }>(
      '/v1/redemptions',
    );
    expect(history.data.map(({ creditsClawedBack }) => creditsClawedBack).toSorted()).toEqual(
      [10, 6].toSorted(),
    );
  });

  test('of one code ends that one, and is told masked', async () => {
    const { batchId } = await aCodeBatch(team, { quantity: 2 });
    const [mine, kept] = await codesOf(team, batchId);
    const { body: list } = await team.api.get<{ data: { id: string }[] }>(
      `/v1/access-codes?batchId=${batchId}`,
    );
    const { body } = await team.api.post(`/v1/access-codes/${list.data[0]!.id}/revoke`);
    expect(body).toMatchObject({ status: 'revoked' });
    expect([await verdictOn(other, mine!), await verdictOn(other, kept!)]).toEqual(['revoked', 'valid']);
    const [told] = await eventsOf(team, 'access_code.revoked');
    expect(told).toMatchObject({ codeId: list.data[0]!.id, batchId });
    expect(JSON.stringify(told)).not.toContain(mine);
  });
});

describe('imported codes', () => {
  test('are redeemed like others, never exported, and tell nobody who has them', async () => {
    const planId = await anAccessPlan(team, { features: ['legacy'] });
    const importing = (api: TestTeam['api'], plan: string, codes: string[], key?: string) =>
      api.post<CodeBatchBody>(
        '/v1/access-code-batches/import',
        { planId: plan, codes },
        key ? { 'Idempotency-Key': key } : {},
      );
    const codes = ['OLD-CODE-0001', 'old code 0002'];
    const { status, body } = await importing(team.api, planId, codes, 'import-once');
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'completed', counts: { made: 2 } });
    expect((await importing(team.api, planId, codes, 'import-once')).text).toBe(JSON.stringify(body));
    expect(await verdictOn(other, 'oldcode0001')).toBe('valid');
    expect((await redeem(other, 'OLD-CODE-0002')).status).toBe(201);
    const file = await team.api.get(`/v1/access-code-batches/${body.batchId}/export`);
    expect(file.error).toMatchObject({ code: 'invalid_state', context: { status: 'imported' } });
    const rows = await engine.database.query(
      `select masked, encode(hash, 'escape') from access_codes where masked is not null`,
    );
    expect(JSON.stringify(rows)).not.toContain('OLDCODE');

    const again = await importing(team.api, planId, ['ANOTHER-CODE-3', codes[1]!]);
    expect(again).toMatchObject({ status: 422, error: { fields: [{ path: 'codes[1]' }] } });
    expect(await verdictOn(team, 'ANOTHER-CODE-3')).not.toBe('valid');

    const thief = await aTeam(engine);
    const stolen = await anAccessPlan(thief);
    const taken = await importing(thief.api, stolen, ['OLD-CODE-0001', 'MY-OWN-CODE-77']);
    expect(taken.error).toMatchObject({ code: 'invalid_state' });
    expect(taken.text).not.toContain('0001');
    const locked = await importing(thief.api, stolen, ['MY-OWN-CODE-77']);
    expect(locked).toMatchObject({ status: 429, error: { code: 'rate_limited' } });
  });

  test('with faults are refused whole, each fault named', async () => {
    const planId = await anAccessPlan(team);
    const { status, error } = await team.api.post('/v1/access-code-batches/import', {
      planId,
      codes: ['GOOD-CODE-1234', 'short', 'ÄÖÜÄÖÜÄÖÜ', 'good code 1234'],
    });
    expect(status).toBe(422);
    expect(error!.fields!.map(({ path }) => path)).toEqual(['codes[1]', 'codes[2]', 'codes[3]']);
  });
});

describe('an import', () => {
  test('costs what codes that are made cost, within the limits of whoever imports, in any race', async () => {
    const buyer = await aTeam(engine, { plan: 'free' });
    const planId = await anAccessPlan(buyer);
    const path = '/v1/access-code-batches/import';
    const codes = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}-${1000 + index}`);
    const paid = await buyer.api.post(path, { planId, codes: codes('PAID', 101) });
    expect(paid).toMatchObject({ status: 201, body: { creditsCharged: 2, counts: { made: 101 } } });
    expect(await balanceOf(buyer)).toBe(23);
    const tooDear = await buyer.api.post(path, { planId, codes: codes('DEAR', 101), maxCredits: 1 });
    expect(tooDear).toMatchObject({ status: 402, error: { code: 'spending_limit' } });
    const tooMany = await buyer.api.post(path, { planId, codes: codes('MANY', 2_301) });
    expect(tooMany).toMatchObject({ status: 402, error: { code: 'insufficient_credits' } });

    const limited = await operator().post<{ token: string }>(`/v1/admin/teams/${buyer.teamId}/tokens`, {
      name: 'limited',
      limits: { creditsPerDay: 2 },
    });
    const api = operator().asTeam(limited.body.token);
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map((one) => api.post(path, { planId, codes: codes(`RACE${one}`, 1) })),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ error }) => error!.code)).toEqual(Array(3).fill('spending_limit'));
    expect(await balanceOf(buyer)).toBe(21);
    const { body } = await buyer.api.get<{ data: unknown[] }>('/v1/usage?groupBy=type');
    expect(body.data).toMatchObject([{ key: 'access_codes.import', jobs: 0, creditsCharged: 4 }]);
    const { body: batches } = await buyer.api.get<{ data: unknown[] }>('/v1/access-code-batches');
    expect(batches.data).toHaveLength(3);
  });
});

/** Codes that look right and are none: of a key that nobody has. */
function unknownCodes(count: number): string[] {
  const format = { layout: '####-####-####', charset: 'unambiguous' } as const;
  return new CodeMaker(randomBytes(32), format).forPeople(0, count);
}

function slipOf(code: string): string {
  return code.slice(0, -1) + (code.endsWith('A') ? 'B' : 'A');
}

function validateFrom(one: { api: TestTeam['api'] }, code: string, address: string) {
  return one.api.post('/v1/access-codes/validate', { code }, { 'X-Forwarded-For': address });
}

async function tokensOf(one: TestTeam, count: number): Promise<{ api: TestTeam['api'] }[]> {
  const made = Array.from({ length: count }, () =>
    one.api.post<{ token: string }>('/v1/tokens', { name: 'x' }),
  );
  return (await Promise.all(made)).map(({ body }) => ({ api: operator().asTeam(body.token) }));
}

async function isListed(lockout: { kind: string; subject: string }): Promise<boolean> {
  const { body } = await operator().get<{ data: { kind: string; subject: string }[] }>(
    '/v1/admin/code-lockouts?limit=100',
  );
  return body.data.some(({ kind, subject }) => kind === lockout.kind && subject === lockout.subject);
}

describe('guessing', () => {
  test('from one address by many tokens, and by one team from many addresses, is slowed, seen and lifted', async () => {
    const guesser = await aTeam(engine);
    const [good] = await someCodes(team, { features: ['x'] });
    const byAddress = { kind: 'address', subject: '203.0.113.7' };
    const byTeam = { kind: 'team', subject: guesser.teamId };
    const tokens = await tokensOf(guesser, 6);
    const codes = unknownCodes(100);
    // Eighteen by each token: below what one may.
    const guess = (from: (index: number) => string, first: number, count: number) =>
      Promise.all(
        codes.slice(first, first + count).map((code, index) => {
          const place = first + index;
          return validateFrom(tokens[Math.floor(place / 18)]!, code, from(place));
        }),
      );
    const anywhere = (place: number) => `198.51.100.${place}`;
    const fromOne = await guess(() => byAddress.subject, 0, 40);
    expect(new Set(fromOne.map(({ text }) => text))).toEqual(new Set(['{"verdict":"not_found"}']));
    const locked = await validateFrom(team, good!, byAddress.subject);
    expect(locked).toMatchObject({ status: 429, error: { context: { policy: 'code-guesses-per-address' } } });
    expect(await isListed(byAddress)).toBe(true);
    expect((await operator().post('/v1/admin/code-lockouts/lift', byAddress)).status).toBe(204);
    expect((await validateFrom(team, good!, byAddress.subject)).body).toMatchObject({ verdict: 'valid' });
    expect(await isListed(byAddress)).toBe(false);

    const fromAnywhere = await guess(anywhere, 40, 60);
    expect(fromAnywhere.filter(({ status }) => status !== 200)).toEqual([]);
    const lockedTeam = await validateFrom(guesser, good!, anywhere(200));
    expect(lockedTeam).toMatchObject({
      status: 429,
      error: { context: { policy: 'code-guesses-per-team' } },
    });
    expect((await validateFrom(team, good!, anywhere(200))).status).toBe(200);
    expect(await isListed(byTeam)).toBe(true);
    expect((await operator().post('/v1/admin/code-lockouts/lift', byTeam)).status).toBe(204);
    expect((await validateFrom(guesser, good!, anywhere(200))).body).toMatchObject({ verdict: 'valid' });
  });

  test('at codes that another team imported is slowed by itself: slips stay slips and good codes good', async () => {
    const [importer, outsider] = [await aTeam(engine), await aTeam(engine)];
    const [good] = await someCodes(outsider, { features: ['x'] });
    const planId = await anAccessPlan(importer);
    const codes = ['IMPORTED-2345'];
    expect((await importer.api.post('/v1/access-code-batches/import', { planId, codes })).status).toBe(201);
    const slip = slipOf(good!);
    expect(await verdictOn(importer, slip)).toBe('not_found');

    const address = '203.0.113.99';
    const slips = await Promise.all(Array.from({ length: 100 }, () => validateFrom(outsider, slip, address)));
    expect(new Set(slips.map(({ text }) => text))).toEqual(new Set(['{"verdict":"malformed"}']));
    for (const tried of [slip, codes[0]!]) {
      const refused = await validateFrom(outsider, tried, address);
      expect(refused).toMatchObject({
        status: 429,
        error: { context: { policy: 'code-guesses-per-outsider' } },
      });
    }
    expect((await validateFrom(outsider, good!, address)).body).toMatchObject({ verdict: 'valid' });
    expect(await verdictOn(importer, codes[0]!)).toBe('valid');
    for (const subject of [outsider.teamId, address]) {
      expect(await isListed({ kind: 'outsider', subject })).toBe(true);
      const lifted = await operator().post('/v1/admin/code-lockouts/lift', { kind: 'outsider', subject });
      expect(lifted.status).toBe(204);
    }
    expect((await validateFrom(outsider, codes[0]!, address)).body).toMatchObject({ verdict: 'valid' });
  });

  test('is slowed by a lock-out that the operator sees and lifts; slips of the hand are free', async () => {
    const guesser = await aTeam(engine);
    const [good] = await someCodes(team, { features: ['x'] });
    const slip = slipOf(good!);
    for (let i = 0; i < 30; i++) expect(await verdictOn(guesser, slip)).toBe('malformed');
    const codes = unknownCodes(21);
    const validate = (code: string) => guesser.api.post('/v1/access-codes/validate', { code });
    const guess = (bring: (code: string) => Promise<Answer<unknown>> = validate) => bring(codes.pop()!);
    for (let i = 0; i < 19; i++) expect((await guess()).body).toEqual({ verdict: 'not_found' });
    expect((await guess((code) => redeem(guesser, code))).error?.context).toEqual({ verdict: 'not_found' });
    const locked = await guess();
    expect(locked).toMatchObject({ status: 429, error: { context: { policy: 'code-guesses-per-token' } } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await redeem(guesser, good!)).status).toBe(429);
    expect(await verdictOn(team, good!)).toBe('valid');
    const { body } = await operator().get<{ data: { kind: string; subject: string }[] }>(
      '/v1/admin/code-lockouts',
    );
    expect(body.data).toContainEqual(expect.objectContaining({ kind: 'token', subject: guesser.tokenId }));
    const lift = () =>
      operator().post('/v1/admin/code-lockouts/lift', { kind: 'token', subject: guesser.tokenId });
    expect((await lift()).status).toBe(204);
    expect((await lift()).status).toBe(404);
    expect((await redeem(guesser, good!)).status).toBe(201);
  });
});

describe('a price', () => {
  test('at redemption is paid by the issuer, who may run out of it', async () => {
    const path = '/v1/admin/code-pricing/starter';
    expect((await operator().post(path, { charged: 'redemption', codes: 2 })).status).toBe(422);
    expect((await operator().post(path, { charged: 'redemption', credits: 150 })).status).toBe(200);
    const issuer = await aTeam(engine, { plan: 'starter' });
    const codes = await someCodes(issuer, { features: ['x'] }, { quantity: 2 });
    const imported = { planId: await anAccessPlan(issuer), codes: ['PRICED-CODE-1'] };
    expect((await issuer.api.post('/v1/access-code-batches/import', imported)).status).toBe(201);
    const before = await balanceOf(issuer);
    expect((await redeem(other, codes[0]!)).status).toBe(201);
    expect(await balanceOf(issuer)).toBe(before - 150);
    expect((await redeem(other, imported.codes[0]!)).status).toBe(201);
    expect(await balanceOf(issuer)).toBe(before - 300);
    expect((await redeem(other, codes[1]!)).error?.context).toEqual({ verdict: 'issuer_out_of_credits' });
  });
});

describe('what becomes due by itself', () => {
  test('a plan for a time begins, ends and gives way to none higher; expired batches are told once', async () => {
    const mayNot = await team.api.post('/v1/access-plans', {
      name: 'x',
      grants: { plan: 'pro', durationDays: 30 },
    });
    expect(mayNot.status).toBe(422);
    const { body: plan } = await operator().post<{ id: string }>(
      `/v1/admin/teams/${team.teamId}/access-plans`,
      {
        name: 'A month of pro',
        grants: { plan: 'pro', durationDays: 30 },
      },
    );
    const { batchId } = await aCodeBatch(team, { planId: plan.id, quantity: 4 });
    const codes = await codesOf(team, batchId);
    const guest = await aTeam(engine, { plan: 'free' });
    expect((await redeem(guest, codes[0]!)).body.granted).toMatchObject({ plan: 'pro' });
    await until('the plan begins', async () => (await planOf(guest)) === 'pro');
    expect(await balanceOf(guest)).toBe(1_400);
    await redeem(guest, codes[1]!);
    const [{ days }] = (await engine.database.query(
      `select extract(day from max(ends_at) - now())::int as days from plan_terms where team_id = '${guest.teamId}'`,
    )) as [{ days: number }];
    expect(days).toBeGreaterThan(58);
    expect((await redeem(other, codes[2]!)).error?.code).toBe('invalid_state');
    expect(await verdictOn(other, codes[2]!)).toBe('valid');

    // Whom the operator gives the same plan meanwhile keeps it.
    const buyer = await aTeam(engine, { plan: 'free' });
    expect((await redeem(buyer, codes[3]!)).status).toBe(201);
    expect((await operator().post(`/v1/admin/teams/${buyer.teamId}/plan`, { plan: 'pro' })).status).toBe(200);

    const soon = new Date(Date.now() + 60_000).toISOString();
    const expiring = await aCodeBatch(team, { quantity: 2, redeemBy: soon });
    await engine.database.query(`update plan_terms set ends_at = now()`);
    await engine.database.query(
      `update access_code_batches set redeem_by = now() where redeem_by is not null`,
    );
    // Workers look when they start.
    const worker = await anEngine({ database: engine.database, role: 'worker' });
    await until('the plan ends', async () => (await planOf(guest)) === 'free');
    const expired = await until('the expiry is told', async () => {
      const told = await eventsOf(team, 'access_codes.expired');
      return told.length > 0 && told;
    });
    await until('all terms end', async () => {
      const running = await engine.database.query(`select 1 from plan_terms where ended_at is null`);
      return running.length === 0;
    });
    expect(await planOf(buyer)).toBe('pro');
    expect(expired).toMatchObject([{ batchId: expiring.batchId, count: 2 }]);
    await worker.stop();
  });
});

test('a batch whose worker dies hard goes on where it stopped, without one code too many', async () => {
  const { body } = await team.api.post('/v1/access-code-batches', {
    planId: await anAccessPlan(team),
    quantity: 130_000,
  });
  const madeSoFar = async () => {
    const [row] = await engine.database.query<{ made: number }>(
      `select made from access_code_batches where id = '${body['batchId'] as string}'`,
    );
    return row!.made;
  };
  await until('some codes are made', async () => (await madeSoFar()) > 0);
  await engine.kill();
  engine = await anEngine({ database: engine.database, dataDir: engine.dataDir, env: SHORT_LEASE });
  team = { ...team, api: team.api.at(engine) };
  other = { ...other, api: other.api.at(engine) };
  const job = await untilTerminal(team, body['jobId'] as string);
  expect(job).toMatchObject({ status: 'completed', output: { count: 130_000 } });
  const codes = await codesOf(team, body['batchId'] as string);
  expect(new Set(codes).size).toBe(130_000);
  expect(await verdictOn(other, codes.at(-1)!)).toBe('valid');
});

test('two hundred teams that redeem at once keep the book at zero', async () => {
  const codes = await someCodes(team, { credits: 3 }, { quantity: 200 });
  const before = await balanceOf(team);
  const teams = await Promise.all(codes.map(() => aTeam(engine, { credits: 0 })));
  // On a slow machine some wait longer for a connection than the engine lets anybody wait; nothing has happened then.
  const redeemed = async (one: TestTeam, code: string): ReturnType<typeof redeem> => {
    const answer = await redeem(one, code);
    return answer.status === 503 ? redeemed(one, code) : answer;
  };
  const answers = await Promise.all(teams.map((one, index) => redeemed(one, codes[index]!)));
  expect(answers.filter(({ status }) => status !== 201)).toEqual([]);
  expect(await balanceOf(team)).toBe(before - 600);
  expect(
    await brokenInvariants({ DATABASE_URL: engine.database.ownerUrl, DATA_DIR: engine.dataDir }),
  ).toEqual([]);
});

test('a team that is deleted takes its codes along', async () => {
  const gone = await aTeam(engine, { credits: 10 });
  const [code] = await someCodes(gone, { credits: 1 });
  await redeem(other, code!);
  expect((await operator().delete(`/v1/admin/teams/${gone.teamId}`)).status).toBe(204);
  for (const table of ['access_plans', 'access_code_batches', 'access_codes', 'redemptions'])
    expect(await engine.database.query(`select 1 from ${table} where team_id = '${gone.teamId}'`)).toEqual(
      [],
    );
  expect(await verdictOn(other, code!)).toBe('not_found');
});

test('a team that is deleted while it imports codes leaves none behind', async () => {
  const gone = await aTeam(engine, { credits: 0 });
  const planId = await anAccessPlan(gone);
  const hash = randomBytes(16);
  await withClient(engine.database.ownerUrl, async (importing) => {
    await importing.query('begin');
    await importing.query(
      `with batch as (
         insert into access_code_batches (id, team_id, plan_id, quantity, made, next_ordinal, code_base, code_format, grants,
           max_redemptions, redemption_price, created_by, completed_at)
         values ($1, $2, $3, 1, 1, 1, $1, '{}', '{}', 1, 0, 'test', now()) returning number)
       insert into access_codes (hash, team_id, batch, ordinal, masked) select $4, $2, number, 0, '****' from batch`,
      [newId('batch'), gone.teamId, planId, hash],
    );
    const deletion = operator().delete(`/v1/admin/teams/${gone.teamId}`);
    await until('the deletion waits for the import', async () => {
      const waiting = await engine.database.query(
        `select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()`,
      );
      return waiting.length > 0;
    });
    await importing.query('commit');
    expect((await deletion).status).toBe(204);
  });
  expect(await engine.database.query(`select from access_codes where hash = $1`, [hash])).toEqual([]);
  expect(
    await engine.database.query(`select from access_code_batches where team_id = $1`, [gone.teamId]),
  ).toEqual([]);
});
