import { UploadRetention } from '../src/assets/upload-retention.service.js';
import { EventRetention } from '../src/events/event-retention.service.js';
import { RetentionService } from '../src/jobs/erasure/retention.service.js';
import { lowestId, newId } from '../src/platform/ids.js';
import { AuditRetention } from '../src/teams/audit-retention.service.js';
import { anApi } from './support/api.js';
import { aTeam } from './support/builders.js';
import { anEngine } from './support/engine.js';
import { aJobEngine, type TestJobEngine } from './support/job-engine.js';

const DAY_MS = 86_400_000;

let engine: TestJobEngine;

beforeAll(async () => {
  engine = await aJobEngine({ slots: 0 });
});

function idOf(kind: 'job' | 'event' | 'audit', daysAgo: number): string {
  const time = lowestId(kind, Date.now() - daysAgo * DAY_MS);
  return `${time}${newId(kind).slice(time.length)}`;
}

async function aJobOf(teamId: string, made: number, ended: number | null): Promise<string> {
  const id = idOf('job', made);
  await engine.database.query(
    `insert into jobs (id, team_id, token_id, kind, queue, input, state, finished_at, created_at, credits_charged,
       eta_seconds, deadline_at)
     values ($1, $2, 't', 'media.image', 'q', '{"prompt":"old"}', case when $4::float8 is null then 'queued' else 'succeeded' end,
       now() - $4::float8 * interval '1 day', now() - $3::float8 * interval '1 day', 0, 1, now() + interval '1 day')`,
    [id, teamId, made, ended],
  );
  return id;
}

async function erased(ids: string[]): Promise<boolean[]> {
  const rows = await engine.database.query<{ id: string; erased: boolean }>(
    `select id, erased_at is not null and input::text = '{}' as erased from jobs where id = any($1)`,
    [ids],
  );
  return ids.map((id) => rows.find((row) => row.id === id)!.erased);
}

function sweep(): Promise<void> {
  return engine.app.get(RetentionService, { strict: false }).sweep();
}

test("a team's jobs are erased when their days are over, younger and open ones are not", async () => {
  const { teamId } = await engine.actor(0);
  const { teamId: keeper } = await engine.actor(0);
  await engine.database.query(`update teams set retention_days = 30 where team_id = $1`, [teamId]);
  const oldest = await aJobOf(teamId, 50, 49);
  const late = await aJobOf(teamId, 40, 20);
  const open = await aJobOf(teamId, 39, null);
  const behind = await aJobOf(teamId, 38, 37);
  const young = await aJobOf(teamId, 10, 9);
  const kept = await aJobOf(keeper, 50, 49);
  const all = [oldest, late, open, behind, young, kept];
  await sweep();
  expect(await erased(all)).toEqual([true, false, false, true, false, false]);

  await engine.database.query(`update jobs set finished_at = now() - interval '31 days' where id = $1`, [
    late,
  ]);
  await sweep();
  expect(await erased(all)).toEqual([true, true, false, true, false, false]);
  const [{ cursor } = { cursor: '' }] = await engine.database.query<{ cursor: string }>(
    `select retention_cursor as cursor from teams where team_id = $1`,
    [teamId],
  );
  expect(cursor).toBe(late);
});

test("a team's uploads go when its days are over, those of others stay", async () => {
  const { teamId } = await engine.actor(0);
  const { teamId: keeper } = await engine.actor(0);
  await engine.database.query(`update teams set retention_days = 30 where team_id = $1`, [teamId]);
  const rows: Array<[id: string, team: string, origin: string, days: number]> = [
    ['ast_old', teamId, 'upload', 31],
    ['ast_young', teamId, 'upload', 29],
    ['ast_output', teamId, 'output', 31],
    ['ast_kept', keeper, 'upload', 31],
  ];
  for (const [id, team, origin, days] of rows) {
    await engine.database.query(
      `insert into assets (id, team_id, origin, sha256, bytes, mime_type, filename, created_at)
       values ($1, $2, $3, repeat('0', 64), 1, 'image/png', 'a.png', now() - $4 * interval '1 day')`,
      [id, team, origin, days],
    );
  }
  await engine.app.get(UploadRetention, { strict: false }).sweep();
  const left = await engine.database.query<{ id: string }>(
    `select id from assets where team_id in ($1, $2) and deleted_at is null order by id`,
    [teamId, keeper],
  );
  expect(left.map(({ id }) => id)).toEqual(['ast_kept', 'ast_output', 'ast_young']);
});

test('more jobs than one bite are all erased in one sweep', async () => {
  const { teamId } = await engine.actor(0);
  await engine.database.query(`update teams set retention_days = 1 where team_id = $1`, [teamId]);
  const ids = await Promise.all(Array.from({ length: 450 }, () => aJobOf(teamId, 3, 2)));
  await sweep();
  expect(await erased(ids)).toEqual(ids.map(() => true));
});

test('events are kept for thirty days and the audit log for a year', async () => {
  const { teamId } = await engine.actor(0);
  const events = [31, 29].map((days) => idOf('event', days));
  const entries = [366, 364].map((days) => idOf('audit', days));
  for (const id of events) {
    await engine.database.query(
      `insert into events (id, team_id, type, subject, body) values ($1, $2, 'test', $1, '{}')`,
      [id, teamId],
    );
  }
  for (const id of entries) {
    await engine.database.query(
      `insert into audit_log (id, team_id, actor, action, subject) values ($1, $2, 'test', 'test', 'test')`,
      [id, teamId],
    );
  }
  await engine.app.get(EventRetention, { strict: false }).sweep();
  await engine.app.get(AuditRetention, { strict: false }).sweep();
  const left = await engine.database.query<{ id: string }>(
    `select id from events where id = any($1) union all select id from audit_log where id = any($2)`,
    [events, entries],
  );
  expect(left.map(({ id }) => id)).toEqual([events[1], entries[1]]);
});

test('the operator says for how many days, within reason, and it is on record', async () => {
  const service = await anEngine({ role: 'api' });
  const team = await aTeam(service);
  const operator = anApi(service).asOperator();
  const path = `/v1/admin/teams/${team.teamId}/retention`;
  expect((await operator.post(path, { days: 30 })).body.retentionDays).toBe(30);
  for (const days of [0, -1, 1.5, 3_651, '30', undefined]) {
    expect((await operator.post(path, { days })).status).toBe(422);
  }
  expect((await operator.get(`/v1/admin/teams/${team.teamId}`)).body.retentionDays).toBe(30);
  expect((await operator.post(path, { days: null })).body.retentionDays).toBeNull();
  expect((await team.api.post(path, { days: 1 })).status).toBe(401);
  expect((await operator.post(`/v1/admin/teams/${newId('team')}/retention`, { days: 1 })).status).toBe(404);
  const { body } = await team.api.get<{ data: { action: string; details: object }[] }>('/v1/audit');
  const changes = body.data.filter(({ action }) => action === 'team.retention_changed');
  expect(changes.map(({ details }) => details)).toEqual([
    { from: 30, to: null },
    { from: null, to: 30 },
  ]);
});
