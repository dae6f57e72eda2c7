import process from 'node:process';
import { prepare } from '../scripts/prepare.mjs';

// node bench/lookups.mjs: does it take longer to find a code among ten millions? Takes some minutes and is no part of
// `npm run bench`.

const OTHERS = 10_000_000;
const OTHERS_AT_ONCE = 500_000;
const LOOKUPS = 2_000;

await prepare();
const { startGround, query } = await import('./ground/postgres.mjs');
const { startEngine } = await import('./ground/processes.mjs');
const { ask } = await import('./ground/http-load.mjs');
const { aTeam } = await import('./ground/teams.mjs');

const ground = await startGround();
try {
  const databaseUrl = await ground.freshDatabase('lookups');
  const place = { databaseUrl, folder: ground.folder, name: 'lookups-engine', env: { ROLE: 'all' } };
  const engine = await startEngine(place);
  const { token } = await aTeam(engine);
  const codes = await someCodes(engine, token);
  const few = await lookUp(engine, token, codes);
  await addOthers(databaseUrl);
  const many = await lookUp(engine, token, codes);
  await engine.stop();
  console.log(
    `validate, median of ${LOOKUPS}: ${few.toFixed(2)} ms among ${codes.length} codes, ${many.toFixed(2)} ms among ${OTHERS}`,
  );
  console.log(await planFor(databaseUrl));
} finally {
  await ground.stop();
}
process.exitCode ??= 0;

async function someCodes(engine, token) {
  const call = (method, path, expect, json) => ask(engine.port, { method, path, token, json }, expect);
  const plan = { name: 'Bench', grants: { membership: 'bench' } };
  const { planId } = await call('POST', '/v1/access-plans', 201, plan);
  const order = { planId, quantity: 1_000 };
  const { jobId, batchId } = await call('POST', '/v1/access-code-batches', 202, order);
  await call('GET', `/v1/jobs/${jobId}?wait=50`, 200);
  const file = await fetch(
    `http://127.0.0.1:${engine.port}/v1/access-code-batches/${batchId}/export?format=jsonl`,
    {
      headers: { authorization: `Bearer ${token}` },
    },
  );
  const lines = (await file.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line).code);
}

async function lookUp({ port }, token, codes) {
  const times = [];
  for (let lookup = 0; lookup < LOOKUPS; lookup++) {
    const json = { code: codes[(lookup * 7) % codes.length] };
    const beganAt = performance.now();
    const { verdict } = await ask(
      port,
      { method: 'POST', path: '/v1/access-codes/validate', token, json },
      200,
    );
    times.push(performance.now() - beganAt);
    if (verdict !== 'valid') throw new Error(`A good code is ${verdict}`);
  }
  return times.toSorted((a, b) => a - b)[LOOKUPS / 2];
}

async function addOthers(url) {
  for (let first = 0; first < OTHERS; first += OTHERS_AT_ONCE)
    await query(
      url,
      `insert into access_codes (hash, team_id, batch, ordinal)
       select decode(md5(n::text), 'hex'), 'tea_01ARZ3NDEKTSV4RRFFQ69G5FAV', 1000000 + n / 1000000, n % 1000000
       from generate_series($1::int, $1::int + $2::int - 1) n`,
      [first, OTHERS_AT_ONCE],
    );
  await query(url, 'vacuum analyze access_codes');
}

async function planFor(url) {
  const rows = await query(
    url,
    `explain (analyze, buffers) select * from access_codes where hash = any(array[decode(md5('4711'), 'hex'), decode(md5('x'), 'hex')])`,
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
