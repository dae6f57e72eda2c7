import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { newId } from '../src/platform/ids.js';
import { anApi } from './support/api.js';
import {
  aJob,
  aJobRequest,
  aTeam,
  balanceOf,
  type JobBody,
  type TestTeam,
  untilTerminal,
} from './support/builders.js';
import { anEngine, type TestEngine } from './support/engine.js';

const PROMPT = 'The secret garden of Zerlina Quist';
const WORD = 'Zerlina';

let engine: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  engine = await anEngine();
});

beforeEach(async () => {
  team = await aTeam(engine);
});

/** Every table and column in which a word of the prompt can be read. */
async function tracesOf(word: string): Promise<string[]> {
  const columns = await engine.database.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     join information_schema.tables using (table_schema, table_name)
     where table_schema in ('public', 'bullmq') and table_type = 'BASE TABLE'
       and data_type in ('text', 'json', 'jsonb', 'ARRAY', 'bytea')`,
  );
  const traces: string[] = [];
  for (const { table, column } of columns) {
    const schema = (await engine.database.query(`select to_regclass('public.${table}') as found`))[0]!.found;
    const from = schema ? `public."${table}"` : `bullmq."${table}"`;
    const found = await engine.database.query(
      `select from ${from} where strpos("${column}"::text, $1) > 0 limit 1`,
      [word],
    );
    if (found.length > 0) traces.push(`${table}.${column}`);
  }
  return traces;
}

async function storedFiles(): Promise<string[]> {
  const entries = await readdir(path.join(engine.dataDir, 'assets'), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('an erased job', () => {
  test('leaves no trace of its prompt anywhere, no file, and its price in the ledger', async () => {
    const key = { 'idempotency-key': 'the-garden' };
    // Nobody is there: its delivery waits for the next attempt when the job is erased.
    const webhookUrl = `https://no-such-host.invalid/${WORD}`;
    const request = aJobRequest({ prompt: PROMPT, metadata: { for: WORD }, webhookUrl });
    const { body: accepted } = await team.api.post<JobBody>('/v1/jobs', request, key);
    const job = await untilTerminal(team, accepted.id);
    expect(await tracesOf(WORD)).not.toEqual([]);
    const files = await storedFiles();
    const balance = await balanceOf(team);

    const answer = await team.api.delete(`/v1/jobs/${job.id}`);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await tracesOf(WORD)).toEqual([]);
    expect((await storedFiles()).length).toBeLessThan(files.length);
    expect((await fetch(job.output[0]!.url)).status).toBe(410);

    const { body: erased } = await team.api.get<JobBody>(`/v1/jobs/${job.id}`);
    expect(erased).toMatchObject({ id: job.id, status: 'completed', input: {}, output: [], metadata: {} });
    expect(erased.erasedAt).toEqual(expect.any(String));
    expect(await balanceOf(team)).toBe(balance);
    const { body: audit } = await team.api.get<{ data: object[] }>('/v1/audit');
    expect(audit.data).toContainEqual(expect.objectContaining({ action: 'job.erased', subject: job.id }));

    const replayed = await team.api.post<JobBody>('/v1/jobs', request, key);
    expect([replayed.status, replayed.body.id]).toEqual([202, job.id]);
    expect(await balanceOf(team)).toBe(balance);
    expect((await team.api.delete(`/v1/jobs/${job.id}`)).status).toBe(204);
  });

  test('that was canceled under a key is gone from the answer of the cancel as well', async () => {
    const idle = await anEngine({ database: engine.database, dataDir: engine.dataDir, role: 'api' });
    await engine.stop();
    const api = team.api.at(idle);
    const { id } = await aJob({ ...team, api }, { prompt: PROMPT });
    expect((await api.post(`/v1/jobs/${id}/cancel`, {}, { 'idempotency-key': 'stop' })).status).toBeLessThan(
      300,
    );
    expect((await api.delete(`/v1/jobs/${id}`)).status).toBe(204);
    expect(await tracesOf(WORD)).toEqual([]);
    await idle.stop();
    engine = await anEngine({ database: engine.database, dataDir: engine.dataDir });
  });

  test('keeps the file that another job of the same content still needs', async () => {
    const request = { prompt: 'One and the same', input: { width: 64, height: 64, seed: 7 } };
    const [first, second] = [await aJob(team, request), await aJob(team, request)];
    const [erased, kept] = [await untilTerminal(team, first.id), await untilTerminal(team, second.id)];
    expect(erased.output[0]!.sha256).toBe(kept.output[0]!.sha256);
    await team.api.delete(`/v1/jobs/${erased.id}`);
    expect((await fetch(kept.output[0]!.url)).status).toBe(200);
  });
});

test('a job that is open is not erased', async () => {
  const id = newId('job');
  await engine.database.query(
    `insert into jobs (id, team_id, token_id, kind, queue, input, credits_charged, eta_seconds, deadline_at)
     values ($1, $2, $3, 'media.image', 'nobody', '{"prompt":"kept"}', 0, 1, now() + interval '1 hour')`,
    [id, team.teamId, team.tokenId],
  );
  const answer = await team.api.delete(`/v1/jobs/${id}`);
  expect([answer.status, answer.error?.code]).toEqual([409, 'invalid_state']);
  expect((await team.api.get<JobBody>(`/v1/jobs/${id}`)).body.input).toEqual({ prompt: 'kept' });
});

test('only the owner of a job with the ability erases it', async () => {
  const job = await aJob(team);
  await untilTerminal(team, job.id);
  const other = await aTeam(engine);
  expect((await anApi(engine).delete(`/v1/jobs/${job.id}`)).status).toBe(401);
  expect((await other.api.delete(`/v1/jobs/${job.id}`)).status).toBe(404);
  expect((await other.api.delete(`/v1/jobs/${newId('job')}`)).status).toBe(404);
  const reader = await aTeam(engine, { abilities: ['jobs:read'] });
  expect((await reader.api.delete(`/v1/jobs/${job.id}`)).status).toBe(403);
  expect((await team.api.get<JobBody>(`/v1/jobs/${job.id}`)).body.output).toHaveLength(1);
});

describe('a deleted team', () => {
  const remove = (teamId: string) => anApi(engine).asOperator().delete(`/v1/admin/teams/${teamId}`);

  test('is gone with all it had; its tokens are dead, its ledger is left, and it can be deleted again', async () => {
    const done = await untilTerminal(team, (await aJob(team, { prompt: PROMPT })).id);
    const open = newId('job');
    await engine.database.query(
      `insert into jobs (id, team_id, token_id, kind, queue, input, credits_charged, eta_seconds, deadline_at)
       values ($1, $2, $3, 'media.image', 'nobody', '{}', 0, 1, now() + interval '1 hour')`,
      [open, team.teamId, team.tokenId],
    );
    await engine.database.query(
      `insert into jobs_in_flight (team_id, token_id, shard, count) values ($1, $2, 99, 1)`,
      [team.teamId, team.tokenId],
    );
    await team.api.send('PUT', '/v1/provider-keys/fal', { json: { key: 'key-of-a-team-that-goes' } });
    const answer = await remove(team.teamId);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect((await team.api.get('/v1/account')).status).toBe(401);
    expect((await fetch(done.output[0]!.url)).status).toBe(404);
    expect(await tracesOf(WORD)).toEqual([]);
    expect(await tablesWith(team.teamId)).toEqual(LEDGER);
    expect((await remove(team.teamId)).status).toBe(204);
    const operator = anApi(engine).asOperator();
    expect((await operator.get(`/v1/admin/teams/${team.teamId}`)).status).toBe(404);
    const audit = await engine.database.query(`select action, actor from audit_log where subject = $1`, [
      team.teamId,
    ]);
    expect(audit).toEqual([{ action: 'team.deleted', actor: 'operator' }]);
  });

  test('that never was is a 404, and only the operator deletes one', async () => {
    expect((await remove(newId('team'))).status).toBe(404);
    expect((await remove('nonsense')).status).toBe(404);
    expect((await team.api.delete(`/v1/admin/teams/${team.teamId}`)).status).toBe(401);
    expect((await team.api.get('/v1/account')).status).toBe(200);
  });

  test('leaves another team the file of the same content', async () => {
    const request = { prompt: 'Shared by two teams', input: { width: 64, height: 64, seed: 3 } };
    const other = await aTeam(engine);
    await untilTerminal(team, (await aJob(team, request)).id);
    const kept = await untilTerminal(other, (await aJob(other, request)).id);
    expect((await remove(team.teamId)).status).toBe(204);
    expect((await fetch(kept.output[0]!.url)).status).toBe(200);
  });
});

/** What names no one: amounts, under an id that leads nowhere. */
const LEDGER = ['credit_spending_days', 'ledger_entries', 'ledger_transfers'];

async function tablesWith(teamId: string): Promise<string[]> {
  const tables = await engine.database.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'team_id' order by 1`,
  );
  const withRows: string[] = [];
  for (const { name } of tables) {
    const rows = await engine.database.query(`select from ${name} where team_id = $1 limit 1`, [teamId]);
    if (rows.length > 0) withRows.push(name);
  }
  return withRows;
}
