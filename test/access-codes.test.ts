import { randomBytes } from 'node:crypto';
import {
  aCodeBatch,
  anAccessPlan,
  type CodeBatchBody,
  codesOf,
  redeem,
  someCodes,
  verdictOn,
} from './support/access-codes.js';
import { aTeam, balanceOf, type TestTeam, untilTerminal } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

let engine: TestEngine;
let team: TestTeam;
let other: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ env: { REST_PER_MINUTE: '100000' } });
  team = await aTeam(engine, { credits: 1_000 });
  other = await aTeam(engine, { credits: 100 });
});

const order = (body: object) => team.api.post('/v1/access-code-batches', body);

test('no row of any table holds a code, a token, a signing secret or a key of a provider as it is used', async () => {
  const { batchId } = await aCodeBatch(team, { quantity: 2 });
  const codes = await codesOf(team, batchId);
  const made = await team.api.post<{ token: string }>('/v1/tokens', { name: 'dumped' });
  const endpoint = await team.api.post<{ secret: string }>('/v1/webhook-endpoints', {
    url: 'https://hooks.invalid/hook',
  });
  const ofTeam = await team.api.get<{ secret: string }>('/v1/webhook-secret');
  const providerKey = `fal-${randomBytes(16).toString('hex')}`;
  await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key: providerKey } });
  const secrets = [
    ...codes.flatMap((code) => [code, code.replaceAll('-', '')]),
    team.token,
    made.body.token,
    providerKey,
    ...[endpoint.body.secret, ofTeam.body.secret].map((secret) => secret.replace('whsec_', '')),
  ];
  expect(secrets.every((secret) => secret.length > 10)).toBe(true);
  const tables = await engine.database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const leaks: string[] = [];
  for (const { name } of tables) {
    const rows = await engine.database.query<{ secret: string }>(
      `select sought.secret from ${name} as t, unnest($1::text[]) as sought (secret)
        where strpos(t::text, sought.secret) > 0
           or strpos(t::text, encode(convert_to(sought.secret, 'UTF8'), 'hex')) > 0`,
      [secrets],
    );
    leaks.push(...rows.map(({ secret }) => `${name}: ${secret}`));
  }
  expect(tables.length).toBeGreaterThan(30);
  expect(leaks).toEqual([]);
});

describe('a batch', () => {
  test('is made as a job: as many codes as were asked for, all different, told of once', async () => {
    const planId = await anAccessPlan(team);
    const { status, body } = await order({ planId, quantity: 250, label: 'Spring', metadata: { a: 1 } });
    expect(status).toBe(202);
    expect(body).toMatchObject({ status: 'queued', quantity: 250, label: 'Spring', metadata: { a: 1 } });
    const job = await untilTerminal(team, body['jobId'] as string);
    expect(job).toMatchObject({
      kind: 'access_codes.generate',
      output: { count: 250, batchId: body['batchId'] },
    });
    const codes = await codesOf(team, body['batchId'] as string);
    expect(new Set(codes).size).toBe(250);
    const batch = await team.api.get(`/v1/access-code-batches/${body['batchId'] as string}`);
    expect(batch.body).toMatchObject({ status: 'completed', counts: { total: 250, made: 250 } });
    const { body: events } = await team.api.get<{ data: { data: { batchId: string } }[] }>(
      '/v1/events?type=access_codes.generated&limit=100',
    );
    expect(events.data.filter(({ data }) => data.batchId === body['batchId'])).toHaveLength(1);
  });

  test('that has too few combinations is refused with the arithmetic, and nothing is charged', async () => {
    const planId = await anAccessPlan(team);
    const { status, error } = await order({ planId, quantity: 1_000, pattern: 'A-##' });
    expect(status).toBe(422);
    expect(error!.message).toMatch(/31\^1 = 31 combinations/);
  });

  test('can be previewed: what it costs, what room there is, how a code looks', async () => {
    const planId = await anAccessPlan(team);
    const { status, body } = await team.api.post('/v1/access-code-batches/preview', {
      planId,
      quantity: 1_000,
      pattern: 'SPRING-####-####',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      credits: 0,
      charged: 'free',
      affordable: true,
      combinations: '27512614111',
    });
    expect(body['example']).toMatch(/^SPRING-.{4}-.{4}$/);
  });

  test('asked for twice with one key is one batch', async () => {
    const planId = await anAccessPlan(team);
    const ask = () =>
      team.api.post('/v1/access-code-batches', { planId, quantity: 5 }, { 'Idempotency-Key': 'one-batch' });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second.text).toBe(first.text);
    const { body } = await team.api.get<{ data: unknown[] }>(`/v1/access-code-batches?planId=${planId}`);
    expect(body.data).toHaveLength(1);
  });

  test('of a plan that costs credits is charged, and refused where there are too few', async () => {
    const poor = await aTeam(engine, { plan: 'free' });
    const planId = await anAccessPlan(poor);
    const before = await balanceOf(poor);
    const { body } = await poor.api.post('/v1/access-code-batches', { planId, quantity: 101 });
    expect(body['creditsCharged']).toBe(2);
    expect((await untilTerminal(poor, body['jobId'] as string)).creditsCharged).toBe(2);
    expect(await balanceOf(poor)).toBe(before - 2);
    const tooMany = await poor.api.post('/v1/access-code-batches', { planId, quantity: 1_000_000 });
    expect(tooMany.error?.code).toBe('insufficient_credits');
  });

  test('that is canceled leaves no code that is good, and gives back all that it cost', async () => {
    const buyer = await aTeam(engine, { plan: 'starter', credits: 1_000 });
    const before = await balanceOf(buyer);
    const planId = await anAccessPlan(buyer);
    const { body } = await buyer.api.post('/v1/access-code-batches', { planId, quantity: 1_000_000 });
    expect(body['creditsCharged']).toBe(1_000);
    const path = `/v1/access-code-batches/${body['batchId'] as string}`;
    await until('some are made', async () => (await buyer.api.get<CodeBatchBody>(path)).body.counts.made > 0);
    expect(await balanceOf(buyer)).toBe(before - 1_000);
    const canceled = await buyer.api.post(`/v1/jobs/${body['jobId'] as string}/cancel`);
    expect(canceled).toMatchObject({ status: 200, body: { creditsRefunded: 1_000 } });
    expect(await balanceOf(buyer)).toBe(before);
    const { body: batch } = await buyer.api.get<CodeBatchBody>(path);
    expect(batch.status).toBe('canceled');
    expect(batch.counts.revoked).toBe(batch.counts.made);
    const codesThatAre = async (status: string) => {
      const { body: page } = await buyer.api.get<{ data: { status: string; revokedAt: string | null }[] }>(
        `/v1/access-codes?batchId=${batch.batchId}&limit=2&status=${status}`,
      );
      return page.data.map((code) => [code.status, code.revokedAt]);
    };
    const revoked = ['revoked', canceled.body['finishedAt']];
    expect(await codesThatAre('revoked')).toEqual([revoked, revoked]);
    expect(await codesThatAre('unredeemed')).toEqual([]);
    const file = await buyer.api.get(`${path}/export`);
    expect(file.error?.code).toBe('invalid_state');
  });
});

describe('an export', () => {
  test('is CSV with a header row, JSON Lines, and is on record', async () => {
    const { batchId } = await aCodeBatch(team, { quantity: 2, prefix: 'vip' });
    const path = `/v1/access-code-batches/${batchId}/export`;
    const csv = await team.api.get(`${path}?bom=true`);
    // Response.text() takes the byte-order mark away.
    expect(csv.text).toMatch(
      /^code,id,status,redemptions,redeemBy\r\nVIP-.{4}-.{4}-.{4},cod_\w{26},unredeemed,0,\r\n/,
    );
    const jsonl = await team.api.get(`${path}?format=jsonl`);
    const lines = jsonl.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { code: string });
    expect(lines.map(({ code }) => code)).toEqual(await codesOf(team, batchId));
    const { body: audit } = await team.api.get<{ data: { action: string; subject: string }[] }>('/v1/audit');
    expect(audit.data[0]).toMatchObject({ action: 'access_codes.exported', subject: batchId });
  });
});

describe('lists', () => {
  test('show codes masked, page by page, by status', async () => {
    const planId = await anAccessPlan(team);
    const { batchId } = await aCodeBatch(team, { planId, quantity: 5, maxRedemptions: 1 });
    const [code] = await codesOf(team, batchId);
    await redeem(team, code!);
    const list = (query: string) =>
      team.api.get<{ data: { id: string; codeMasked: string; status: string }[]; nextCursor: string | null }>(
        `/v1/access-codes?batchId=${batchId}&${query}`,
      );
    const first = await list('limit=3');
    const second = await list(`limit=3&cursor=${first.body.nextCursor!}`);
    const all = [...first.body.data, ...second.body.data];
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    expect(second.body.nextCursor).toBeNull();
    for (const { codeMasked } of all) expect(codeMasked).toMatch(/^\*{4}-\*{4}-\w{4}$/);
    expect(all[0]!.codeMasked.slice(-4)).toBe(code!.slice(-4));
    expect((await list('status=redeemed')).body.data.map(({ id }) => id)).toEqual([all[0]!.id]);
    expect((await list('status=unredeemed')).body.data).toHaveLength(4);
    const one = await team.api.get(`/v1/access-codes/${all[0]!.id}`);
    expect(one.body).toMatchObject({ status: 'redeemed', redemptions: 1, batchId, planId });
  });
});

describe('a redemption', () => {
  test('grants what the plan said when the codes were made, to any team, and is told masked', async () => {
    const grants = {
      features: ['hd', { name: 'seats', metadata: { count: 3 } }],
      membership: 'gold',
      durationDays: 30,
    };
    const planId = await anAccessPlan(team, grants);
    const { batchId } = await aCodeBatch(team, { planId, quantity: 1 });
    await team.api.send('PATCH', `/v1/access-plans/${planId}`, {
      json: { grants: { membership: 'silver' } },
    });
    const [code] = await codesOf(team, batchId);
    expect(await verdictOn(other, code!.toLowerCase().replaceAll('-', ' '))).toBe('valid');
    const { status, body } = await redeem(other, code!, 'user-1', { 'X-Request-Id': 'trace-of-redeeming' });
    expect(status).toBe(201);
    const told = await engine.database.query(
      `select type from events where subject = $1 and request_id = 'trace-of-redeeming'`,
      [body.redemptionId],
    );
    expect(told).toEqual([{ type: 'access_code.redeemed' }]);
    expect(body.granted).toMatchObject({
      features: [{ name: 'hd' }, { name: 'seats', metadata: { count: 3 } }],
      membership: 'gold',
    });
    expect(Date.parse(body.granted.endsAt!)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    const { body: events } = await team.api.get<{ data: { data: Record<string, unknown> }[] }>(
      '/v1/events?type=access_code.redeemed',
    );
    expect(events.data[0]!.data).toMatchObject({
      redemptionId: body.redemptionId,
      subject: 'user-1',
      batchId,
    });
    expect(JSON.stringify(events)).not.toContain(code);
    const { body: history } = await team.api.get<{ data: unknown[] }>(`/v1/redemptions?batchId=${batchId}`);
    expect(history.data).toMatchObject([{ redemptionId: body.redemptionId, subject: 'user-1' }]);
    const { body: foreign } = await other.api.get<{ data: unknown[] }>('/v1/redemptions');
    expect(foreign.data).toEqual([]);
  });

  test('moves credits in the ledger from the issuing team to the redeeming one', async () => {
    const [code] = await someCodes(team, { credits: 40 });
    const [mine, theirs] = [await balanceOf(team), await balanceOf(other)];
    const { body } = await redeem(other, code!);
    expect(body.granted).toMatchObject({ credits: 40 });
    expect(await balanceOf(team)).toBe(mine - 40);
    expect(await balanceOf(other)).toBe(theirs + 40);
    const { body: ledger } = await other.api.get<{ data: unknown[] }>('/v1/credits/ledger');
    expect(ledger.data[0]).toMatchObject({
      kind: 'transfer_in',
      amount: 40,
      reason: expect.stringMatching('cod_'),
    });
  });

  test('is answered once for one key, however often and whenever it is sent', async () => {
    const [code] = await someCodes(team, { credits: 1 }, { quantity: 1, maxRedemptions: 100 });
    const send = () => redeem(other, code!, 'user-1', { 'Idempotency-Key': 'redeem-once' });
    const answers = await Promise.all([send(), send(), send()]);
    const again = await send();
    expect(new Set([...answers, again].map(({ text }) => text)).size).toBe(1);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body.redemptionsLeft).toBe(99);
    const stored = await engine.database.query(
      `select * from idempotency_keys where key = 'redeem-once' and body like '%' || $1 || '%'`,
      [code],
    );
    expect(stored).toEqual([]);
  });

  test('of five hundred at once of a code that can be redeemed seven times, exactly seven succeed', async () => {
    const [code] = await someCodes(team, { credits: 1 }, { quantity: 1, maxRedemptions: 7 });
    const [mine, theirs] = [await balanceOf(team), await balanceOf(other)];
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        // A busy machine may say to come back: then nothing was redeemed.
        until('an answer', async () => {
          const answer = await redeem(other, code!, `user-${index}`);
          return answer.status !== 503 && answer;
        }),
      ),
    );
    expect(answers.map(({ status }) => status).filter((status) => status !== 409)).toEqual(
      Array(7).fill(201),
    );
    const refused = answers.filter(({ status }) => status === 409);
    for (const { error } of refused)
      expect(error).toMatchObject({ code: 'code_refused', context: { verdict: 'exhausted' } });
    expect(await balanceOf(team)).toBe(mine - 7);
    expect(await balanceOf(other)).toBe(theirs + 7);
  });

  test('one per subject is one per subject, in any race', async () => {
    const [code] = await someCodes(
      team,
      { features: ['x'] },
      { quantity: 1, maxRedemptions: 50, perSubject: true },
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(other, code!, 'same')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await verdictOn(other, code!, 'same')).toBe('already_redeemed_by_subject');
    expect(await verdictOn(other, code!, 'somebody else')).toBe('valid');
    // A subject is of the team that names it.
    expect((await redeem(team, code!, 'same')).status).toBe(201);
  });
});

describe('the counts of a batch', () => {
  test('are exact however many redeem and revoke its codes at once', async () => {
    const planId = await anAccessPlan(team);
    const { batchId } = await aCodeBatch(team, { planId, quantity: 30, maxRedemptions: 5 });
    const codes = await codesOf(team, batchId);
    const { body: list } = await team.api.get<{ data: { id: string }[] }>(
      `/v1/access-codes?batchId=${batchId}&limit=30`,
    );
    const twice = codes.slice(0, 20).flatMap((code) => [code, code]);
    const revoked = list.data.slice(20, 25).flatMap(({ id }) => [id, id]);
    const answers = await Promise.all([
      ...twice.map((code, index) => redeem(other, code, `user-${index}`)),
      ...revoked.map((id) => team.api.post(`/v1/access-codes/${id}/revoke`)),
    ]);
    expect(answers.filter(({ status }) => status > 201)).toEqual([]);
    const { body } = await team.api.get<CodeBatchBody>(`/v1/access-code-batches/${batchId}`);
    expect(body.counts).toEqual({ total: 30, made: 30, redeemed: 20, revoked: 5 });
  });
});

describe('a verdict', () => {
  test('is malformed for a slip of the hand and not_found for a guess', async () => {
    const [code] = await someCodes(team, { features: ['x'] });
    const last = code!.at(-1)!;
    expect(await verdictOn(other, code!.slice(0, -1) + (last === 'A' ? 'B' : 'A'))).toBe('malformed');
    expect(await verdictOn(other, '???')).toBe('malformed');
    // A preview shows a code that looks right and is none.
    const { body } = await team.api.post<{ example: string }>('/v1/access-code-batches/preview', {
      planId: await anAccessPlan(team),
      quantity: 1,
    });
    expect(await verdictOn(other, body.example)).toBe('not_found');
    const refused = await redeem(other, body.example);
    expect(refused.error).toMatchObject({ code: 'code_refused', context: { verdict: 'not_found' } });
  });

  test('follows the times, revocations and the purse of the issuer', async () => {
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const [early] = await someCodes(team, { features: ['x'] }, { redeemFrom: soon });
    expect(await verdictOn(other, early!)).toBe('not_yet_valid');
    const [late] = await someCodes(team, { features: ['x'] }, { redeemBy: soon });
    expect(await verdictOn(other, late!)).toBe('valid');
    await engine.database.query(
      `update access_code_batches set redeem_by = now() where redeem_by is not null`,
    );
    expect(await verdictOn(other, late!)).toBe('expired');
    const [dear] = await someCodes(team, { credits: 1_000_000 });
    expect(await verdictOn(other, dear!)).toBe('issuer_out_of_credits');
    const refused = await redeem(other, dear!);
    expect(refused.error).toMatchObject({
      code: 'code_refused',
      context: { verdict: 'issuer_out_of_credits' },
    });
    const [gone] = await someCodes(team, { features: ['x'] });
    const { body: list } = await team.api.get<{ data: { id: string }[] }>('/v1/access-codes?limit=3');
    for (const { id } of list.data) await team.api.post(`/v1/access-codes/${id}/revoke`, {});
    expect(await verdictOn(other, gone!)).toBe('revoked');
  });
});
