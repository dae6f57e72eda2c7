import { aDatabase, type TestDatabase, withClient } from './support/database.js';
import { INSERT_A_ROW, OWN_TEAM } from './support/isolation-rows.js';

const JOB = 'mjb_of_a_grant';
const REFUSED = { code: '42501' };
const BROKEN = { code: '23514' };

let database: TestDatabase;

beforeAll(async () => {
  database = await aDatabase();
  for (const table of ['teams', 'jobs', 'api_tokens'])
    await database.query(INSERT_A_ROW[table]!(OWN_TEAM, JOB));
  await database.query(`
    update jobs set state = 'succeeded', finished_at = now(), output = '[]', credits_charged = 2, credits_refunded = 1`);
});

function asTheApplication(sql: string): Promise<unknown> {
  return withClient(database.appUrl, async (client) => {
    await client.query(`select set_config('app.team_id', $1, false)`, [OWN_TEAM]);
    return client.query(sql);
  });
}

describe('the role of the application', () => {
  test.each([
    `update jobs set credits_charged = 0`,
    `update jobs set deadline_at = now()`,
    `update jobs set request_id = 'x'`,
    `update api_tokens set abilities = '{tokens:manage}'`,
    `update api_tokens set limits = '{}'`,
    `update api_tokens set expires_at = null`,
    `update provider_keys set secret = 'x'`,
    `delete from provider_keys`,
  ])('may not %s', async (sql) => {
    await expect(asTheApplication(sql)).rejects.toMatchObject(REFUSED);
  });

  test('may do what the engine does: revoke a token, change a job', async () => {
    await asTheApplication(`update api_tokens set revoked_at = now()`);
    await asTheApplication(`update jobs set progress = 1, memory = '{}'`);
  });
});

describe('what came of a job that has ended', () => {
  test.each([
    `output = '[1]'`,
    `error = '{}'`,
    `credits_refunded = 2`,
    `credits_charged = 9`,
    `state = 'failed'`,
  ])('is not changed, by nobody: %s', async (change) => {
    await expect(database.query(`update jobs set ${change}`)).rejects.toMatchObject(BROKEN);
  });

  test('is taken away by its erasure, once, and its credits never', async () => {
    const erasure = `output = null, error = '{}', input = '{}', erased_at = now()`;
    await expect(asTheApplication(`update jobs set ${erasure}, credits_refunded = 2`)).rejects.toMatchObject(
      BROKEN,
    );
    await asTheApplication(`update jobs set ${erasure}`);
    await expect(asTheApplication(`update jobs set output = '[1]', erased_at = now()`)).rejects.toMatchObject(
      BROKEN,
    );
  });
});
