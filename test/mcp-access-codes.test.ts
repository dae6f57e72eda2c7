import { anAccessPlan } from './support/access-codes.js';
import type { Json } from './support/api.js';
import { aTeam, type TestTeam } from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { anMcpClient, GENERATIONS, type McpClient } from './support/mcp.js';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine({ env: { REST_PER_MINUTE: '100000' } });
  team = await aTeam(engine, { credits: 100 });
});

describe.each(GENERATIONS)('access codes for agents of %s', (generation) => {
  let mcp: McpClient;

  beforeAll(async () => {
    mcp = await anMcpClient(engine, team.token, { generation, path: '/access-codes' });
  });

  const data = async (name: string, args: Json): Promise<Json> => {
    const { structuredContent } = await mcp.call(name, args);
    return structuredContent['data'] as Json;
  };

  test('are the tools of their toolset, and no others', async () => {
    expect((await mcp.toolNames()).toSorted()).toEqual(
      [
        'preview_access_code_cost',
        'bulk_generate_access_codes',
        'get_job_status',
        'list_access_codes',
        'validate_access_code',
        'redeem_access_code',
        'revoke_access_codes',
        'export_access_codes',
      ].toSorted(),
    );
  });

  test('are made, followed, exported, redeemed and revoked, as the documents say', async () => {
    const plan_id = await anAccessPlan(team, { credits: 2, membership: 'gold' });
    const preview = await data('preview_access_code_cost', { plan_id, quantity: 250 });
    expect(preview).toMatchObject({ plan_id, quantity: 250, credits: 0, affordable: true });

    const request_id = `codes-${generation}`;
    const order = { plan_id, quantity: 250, expiry_preset: '1_month', max_redemptions: 2, request_id };
    const started = await data('bulk_generate_access_codes', order);
    expect(started).toEqual({
      job_id: expect.stringMatching(/^mjb_/),
      status: 'queued',
      enqueued_at: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await data('bulk_generate_access_codes', order)).toEqual({ ...started, replayed: true });

    const { job_id } = started;
    const done = await data('get_job_status', { job_id, wait_seconds: 30 });
    expect(done).toMatchObject({
      job_id,
      tool_name: 'bulk_generate_access_codes',
      status: 'completed',
      error: null,
    });
    expect(done['result']).toEqual({ count: 250, batch_id: expect.stringMatching(/^btc_/) });
    const { batch_id } = done['result'] as { batch_id: string };

    const { structuredContent: list } = await mcp.call('list_access_codes', { batch_id, limit: 2 });
    expect(list).toMatchObject({
      data: [{ status: 'unredeemed', code_masked: expect.stringMatching(/^\*{4}-/) }, {}],
      next_cursor: expect.any(String),
    });

    const link = await data('export_access_codes', { batch_id, format: 'jsonl' });
    expect(Date.parse(link['expires_at'] as string)).toBeLessThanOrEqual(Date.now() + 900_000);
    const file = await fetch(link['url'] as string);
    expect(file.headers.get('content-disposition')).toContain('attachment');
    const lines = (await file.text()).trim().split('\n');
    expect(lines).toHaveLength(250);
    const { code } = JSON.parse(lines[0]!) as { code: string };
    const forged = await fetch((link['url'] as string).replace('jsonl', 'csv'));
    expect(forged.status).toBe(404);

    expect(await data('validate_access_code', { code })).toMatchObject({
      verdict: 'valid',
      grants: { credits: 2, membership: 'gold' },
    });
    const redeem = { code, subject: 'user-1', request_id: `${request_id}-redeem` };
    const redeemed = await data('redeem_access_code', redeem);
    expect(redeemed).toMatchObject({
      granted: { credits: 2, membership: 'gold', ends_at: null },
      redemptions_left: 1,
    });
    expect(await data('redeem_access_code', redeem)).toEqual({ ...redeemed, replayed: true });

    expect(await data('revoke_access_codes', { batch_id })).toMatchObject({ status: 'revoked', batch_id });
    const refused = await mcp.call('redeem_access_code', { code, subject: 'user-2' });
    expect(refused).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'code_refused', context: { verdict: 'revoked' } } },
    });
  });

  test('are asked for with arguments that make sense, or refused with the fields named', async () => {
    const plan_id = await anAccessPlan(team);
    const tooMany = await mcp.call('bulk_generate_access_codes', { plan_id, quantity: 10_001 });
    expect(tooMany.structuredContent).toMatchObject({
      error: { code: 'validation_failed', fields: [{ path: 'quantity' }] },
    });
    const neither = await mcp.call('revoke_access_codes', {});
    expect(neither.structuredContent).toMatchObject({
      error: { fields: [{ path: 'batch_id', message: 'is needed, or code_id, and not both' }] },
    });
    const nobodys = await mcp.call('export_access_codes', { batch_id: 'btc_01ARZ3NDEKTSV4RRFFQ69G5FAV' });
    expect(nobodys.structuredContent).toMatchObject({
      error: { code: 'not_found', next_tool: 'list_access_codes' },
    });
  });
});
