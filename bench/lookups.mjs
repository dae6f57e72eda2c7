import process from 'node:process';
import { prepare } from '../scripts/prepare.mjs';

// node bench/lookups.mjs [codes]: does it take longer to find a code among ten millions, of ten thousand batches with a key each
// and a thousand teams? Takes some minutes and is no part of `npm run bench`.

const OTHERS = Number(process.argv[2] ?? 10_000_000);
const OTHERS_AT_ONCE = 500_000;
const CODES_A_BATCH = 1_000;
const BATCHES_A_TEAM = 10;
const LOOKUPS = 2_000;
const PERCENTILES = [0.5, 0.99];

await prepare();
const { startGround, query, withClient } = await import('./ground/postgres.mjs');
const { startEngine } = await import('./ground/processes.mjs');
const { ask, load, requestBytes } = await import('./ground/http-load.mjs');
const { aTeam } = await import('./ground/teams.mjs');
const { fromBuild } = await import('./ground/from-build.mjs');
const { RedemptionsRepository } = await fromBuild('access-codes/redemption/redemptions.system.repository.js');
const { derivedUrl, SYSTEM_ROLE } = await fromBuild('platform/config/database-urls.js');

const ground = await startGround();
try {
  const databaseUrl = await ground.freshDatabase('lookups');
  const engine = await startEngine({
    databaseUrl,
    folder: ground.folder,
    name: 'lookups',
    env: { ROLE: 'all' },
  });
  const { teamId, token } = await aTeam(engine);
  const codes = await someCodes(engine, token);
  const among = async (count) => report(count, await lookUp(engine, token, codes));
  await among(codes.length);
  await addOthers(databaseUrl);
  await among(OTHERS + codes.length);
  await engine.stop();
  await showPlans(databaseUrl, teamId);
} finally {
  await ground.stop();
}

async function someCodes(engine, token) {
  const call = (method, path, expect, json) => ask(engine.port, { method, path, token, json }, expect);
  const plan = { name: 'Bench', grants: { membership: 'bench' } };
  const { planId } = await call('POST', '/v1/access-plans', 201, plan);
  const order = { planId, quantity: CODES_A_BATCH };
  const { jobId, batchId } = await call('POST', '/v1/access-code-batches', 202, order);
  await call('GET', `/v1/jobs/${jobId}?wait=50`, 200);
  const headers = { authorization: `Bearer ${token}` };
  const path = `/v1/access-code-batches/${batchId}/export?format=jsonl`;
  const file = await fetch(`http://127.0.0.1:${engine.port}${path}`, { headers });
  const lines = (await file.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line).code);
}

/** One after the other; first as many that count for nothing. */
async function lookUp({ port }, token, codes) {
  for (const code of codes) await expectValid(port, token, code);
  const latenciesMs = [];
  for (let lookup = 0; lookup < LOOKUPS; lookup++) {
    const json = { code: codes[(lookup * 7) % codes.length] };
    const request = requestBytes({ method: 'POST', path: '/v1/access-codes/validate', token, json });
    await load({ port, requests: [request], connections: 1, times: 1, expect: 200, latenciesMs });
  }
  return latenciesMs.toSorted((a, b) => a - b);
}

async function expectValid(port, token, code) {
  const { verdict } = await ask(
    port,
    { method: 'POST', path: '/v1/access-codes/validate', token, json: { code } },
    200,
  );
  if (verdict !== 'valid') throw new Error(`A good code is ${verdict}`);
}

function report(count, latenciesMs) {
  const at = (percentile) => latenciesMs[Math.floor(percentile * latenciesMs.length)].toFixed(2);
  const figures = PERCENTILES.map((percentile) => `${at(percentile)} ms (p${percentile * 100})`).join(', ');
  console.log(`validate among ${count.toLocaleString('en')} codes: ${figures}`);
}

async function addOthers(url) {
  const batches = Math.ceil(OTHERS / CODES_A_BATCH);
  await query(
    url,
    `insert into teams (team_id, name, plan)
     select 'tea_BENCH' || n, 'Bench', 'enterprise' from generate_series(0, $1::int / ${BATCHES_A_TEAM}) n`,
    [batches],
  );
  await query(url, `insert into credit_accounts (team_id) select team_id from teams on conflict do nothing`);
  await query(
    url,
    `insert into access_plans (id, team_id, name, grants, by_operator, created_by)
     select 'apl_' || team_id, team_id, 'Bench', '{}', false, 'bench' from teams`,
  );
  await query(
    url,
    `insert into access_code_batches (id, number, team_id, plan_id, job_id, quantity, made, next_ordinal, code_base,
       sealed_key, code_format, grants, max_redemptions, redemption_price, created_by, completed_at)
     overriding system value
     select 'btc_' || n, 1000 + n, 'tea_BENCH' || n / ${BATCHES_A_TEAM}, 'apl_tea_BENCH' || n / ${BATCHES_A_TEAM}, 'mjb_' || n,
            $2, $2, $2, 'bench' || n, 'sealed', '{}', '{}', 1, 0, 'bench', now()
     from generate_series(0, $1::int - 1) n`,
    [batches, CODES_A_BATCH],
  );
  for (let first = 0; first < OTHERS; first += OTHERS_AT_ONCE)
    await query(
      url,
      `insert into access_codes (hash, team_id, batch, ordinal)
       select decode(md5(n::text), 'hex'), 'tea_BENCH' || n / ${CODES_A_BATCH * BATCHES_A_TEAM}, 1000 + n / ${CODES_A_BATCH},
              n % ${CODES_A_BATCH}
       from generate_series($1::int, least($1::int + $2::int, $3::int) - 1) n`,
      [first, OTHERS_AT_ONCE, OTHERS],
    );
  for (const table of ['teams', 'credit_accounts', 'access_code_batches', 'access_codes'])
    await query(url, `vacuum analyze ${table}`);
}

/** Of the very statements of the engine, as the role that it asks as. */
async function showPlans(url, teamId) {
  const asked = [];
  const database = {
    query: (...call) => {
      asked.push(call);
      return [];
    },
  };
  const repository = new RedemptionsRepository(database);
  const hashes = await query(
    url,
    `select hash from access_codes where batch in (1001, 1002) and ordinal = 7`,
  );
  const sought = { hashes: hashes.map(({ hash }) => hash), teamId, subject: null };
  await repository.find(sought);
  await repository.findLocked(database, sought);
  await withClient(derivedUrl(url, SYSTEM_ROLE), async (client) => {
    for (const [sql, parameters] of asked) {
      const { rows } = await client.query(`explain (analyze, buffers) ${sql}`, parameters);
      console.log(`\n${rows.map((row) => row['QUERY PLAN']).join('\n')}`);
    }
  });
}
