import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { anApi } from './support/api.js';
import { aJob, aJobRequest, aTeam, type TestTeam, untilTerminal } from './support/builders.js';
import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { anEngine, type TestEngine } from './support/engine.js';
import { until } from './support/until.js';

const ONE_SECOND_MS = 1_000;

let database: TestDatabase;
let one: TestEngine;
let other: TestEngine;
let worker: TestEngine;
let team: TestTeam;

beforeAll(async () => {
  database = await aDatabase();
  one = await anEngine({ role: 'api', database });
  const { dataDir } = one;
  [other, worker] = await Promise.all([
    anEngine({ role: 'api', database, dataDir }),
    anEngine({ role: 'worker', database, dataDir }),
  ]);
  team = await aTeam(one);
});

describe('a worker', () => {
  test.each(['/health/live', '/health/ready', '/health/startup', '/metrics'])('answers %s', async (path) => {
    expect((await anApi(worker).get(path)).status).toBe(200);
  });

  test.each(['/', '/docs', '/openapi.json', '/v1/version', '/v1/account', '/v1/jobs', '/healthy'])(
    'knows nothing of %s, with a token or without',
    async (path) => {
      for (const api of [anApi(worker), team.api.at(worker), anApi(worker).asOperator()]) {
        expect(await api.get(path)).toMatchObject({ status: 404, error: { code: 'not_found' } });
      }
    },
  );

  test('takes no job', async () => {
    expect((await team.api.at(worker).post('/v1/jobs', aJobRequest())).status).toBe(404);
  });

  test('finishes what an API process accepted, for readers at every other one', async () => {
    const { id } = await aJob(team);
    const there = { ...team, api: team.api.at(other) };
    expect(await untilTerminal(there, id)).toMatchObject({ status: 'completed' });
  });
});

describe('a process that only serves', () => {
  test('works on nothing: without a worker a job stays queued, and a new worker takes it', async () => {
    expect(await worker.stop()).toBe(0);
    const { id } = await aJob(team);
    const { body } = await team.api.get(`/v1/jobs/${id}?wait=1`);
    expect(body).toMatchObject({ status: 'queued', attempts: 0, startedAt: null });
    worker = await anEngine({ role: 'worker', database, dataDir: one.dataDir });
    expect(await untilTerminal(team, id)).toMatchObject({ status: 'completed' });
  });
});

describe('at another process, within a second,', () => {
  async function aTokenKnownThere(): Promise<{ id: string; works: () => Promise<boolean> }> {
    const { body } = await team.api.post<{ id: string; token: string }>('/v1/tokens', { name: 'known' });
    const there = anApi(other).asTeam(body.token);
    const works = async () => (await there.get('/v1/account')).status === 200;
    expect(await works()).toBe(true);
    return { id: body.id, works };
  }

  async function isDeadWithinASecond(works: () => Promise<boolean>): Promise<void> {
    const since = Date.now();
    let lastWorkedAt = since;
    await until('the token to be refused', async () => {
      const askedAt = Date.now();
      if (!(await works())) return true;
      lastWorkedAt = askedAt;
      return false;
    });
    // An answer to what was asked a second after the commit would be one too many.
    expect(lastWorkedAt - since).toBeLessThan(ONE_SECOND_MS);
  }

  test('a revoked token is dead', async () => {
    const { id, works } = await aTokenKnownThere();
    await team.api.delete(`/v1/tokens/${id}`);
    await isDeadWithinASecond(works);
  });

  test('the old secret of a rotated token is dead', async () => {
    const { id, works } = await aTokenKnownThere();
    await team.api.post(`/v1/tokens/${id}/rotate`);
    await isDeadWithinASecond(works);
  });

  test('a suspended team submits nothing and still reads', async () => {
    const suspended = await aTeam(one);
    const there = suspended.api.at(other);
    expect((await there.post('/v1/jobs', aJobRequest())).status).toBe(202);
    await anApi(one).asOperator().post(`/v1/admin/teams/${suspended.teamId}/suspend`);
    const refused = await until('the refusal', async () => {
      const answer = await there.post('/v1/jobs', aJobRequest());
      return answer.status === 403 && answer;
    });
    expect(refused.error!.code).toBe('team_suspended');
    expect((await there.get('/v1/jobs')).status).toBe(200);
  });
});

describe('a process does not start', () => {
  test.each(['DATABASE_APP_URL', 'DATABASE_SYSTEM_URL'])('as a superuser in %s', async (variable) => {
    const url = await aMightyRole('superuser');
    await expect(anEngine({ database, env: { [variable]: url } })).rejects.toThrow(
      `The role of ${variable} is a superuser`,
    );
  });

  test('as a role that may pass row-level security by', async () => {
    const url = await aMightyRole('bypassrls');
    await expect(anEngine({ database, env: { DATABASE_APP_URL: url } })).rejects.toThrow('has BYPASSRLS');
  });

  test('with settings that are wrong, all of which it names, and no secret of them', async () => {
    const env = { PORT: 'many', SECRET_KEY: 'too-short-to-be-one', LOG_LEVEL: 'loud' };
    const failure = await anEngine({ database, env }).catch(String);
    expect(failure).toContain('LOG_LEVEL');
    expect(failure).toContain('SECRET_KEY');
    expect(failure).not.toContain('too-short-to-be-one');
  });
});

test('a process makes its data folder when that is not there yet', async () => {
  const dataDir = `${one.dataDir}/not/yet/there`;
  const engine = await anEngine({ role: 'api', database, dataDir });
  expect((await anApi(engine).get('/v1/version')).status).toBe(200);
  expect(await engine.stop()).toBe(0);
  await rm(dataDir, { recursive: true });
});

/** An address of a role that could see every team; it ends with the server of the run. */
async function aMightyRole(might: 'superuser' | 'bypassrls'): Promise<string> {
  const url = new URL(database.superuserUrl);
  const name = `mighty_${randomBytes(6).toString('hex')}`;
  await withClient(url.href, (client) =>
    client.query(`create role ${name} login ${might} password '${name}'`),
  );
  url.username = name;
  url.password = name;
  return url.href;
}
