import process from 'node:process';
import { prepare } from '../scripts/prepare.mjs';

// Seeds a team with a million jobs and shows, for each filter of GET /v1/jobs, the plan's time and the pages it read.

await prepare();
const { startGround, query, withClient } = await import('./ground/postgres.mjs');
const { fromBuild } = await import('./ground/from-build.mjs');
const { jobPage } = await fromBuild('jobs/reading/job-page.js');
const { derivedUrl, APP_ROLE } = await fromBuild('platform/config/database-urls.js');
const { lowestId } = await fromBuild('platform/ids.js');

const JOBS = Number(process.argv[2] ?? 1_000_000);
const TEAM = 'tea_BENCH';
const DAY_MS = 86_400_000;
const ROUNDS = 5;
const PAGE = 21;

const ground = await startGround();
try {
  const ownerUrl = await ground.freshDatabase('lists');
  await seed(ownerUrl);
  await withClient(derivedUrl(ownerUrl, APP_ROLE), async (client) => {
    await client.query(`select set_config('app.team_id', $1, false)`, [TEAM]);
    console.log('| filter | rows | ms | pages |');
    console.log('| ------ | ---: | -: | ----: |');
    for (const [name, filter] of Object.entries(filters())) await show(client, name, filter);
  });
  await showWriteCost(ownerUrl);
} finally {
  await ground.stop();
}

function filters() {
  const now = Date.now();
  const midYear = new Date(now - 180 * DAY_MS);
  const cursor = { beforeId: lowestId('job', now - 200 * DAY_MS) };
  const plain = {
    none: {},
    'status=completed': { state: 'succeeded' },
    'status=failed': { state: 'failed' },
    'status=queued': { state: 'queued' },
    'status=processing (none)': { state: 'running' },
    'type=image': { kind: 'media.image' },
    'type=video (only in the first month)': { kind: 'media.video' },
    'model=common': { model: 'image-3' },
    'model=retired (only in the first month)': { model: 'image-old' },
    'model=unknown': { model: 'never' },
    'status=canceled, model=retired (none)': { state: 'canceled', model: 'image-old' },
    batchId: { batchId: `btc_${Math.floor(JOBS / 200)}` },
    idempotencyKey: { idempotencyKey: `key-${JOBS / 2}` },
    createdAfter: { createdAfter: new Date(now - DAY_MS) },
    createdBefore: { createdBefore: midYear },
    'createdAfter, createdBefore': {
      createdAfter: new Date(midYear.getTime() - DAY_MS),
      createdBefore: midYear,
    },
    'createdBefore, status=failed': { createdBefore: midYear, state: 'failed' },
  };
  const paged = ['none', 'status=completed', 'status=failed', 'model=common', 'type=image', 'createdBefore'];
  return {
    ...plain,
    ...Object.fromEntries(paged.map((name) => [`${name}, cursor`, { ...plain[name], ...cursor }])),
  };
}

async function show(client, name, filter) {
  const { sql, parameters } = jobPage(filter, PAGE);
  const plans = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${sql}`, parameters);
    plans.push(rows[0]['QUERY PLAN'][0]);
  }
  const times = plans.map((plan) => plan['Planning Time'] + plan['Execution Time']).toSorted((a, b) => a - b);
  const { Plan: plan } = plans.at(-1);
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  console.log(
    `| ${name} | ${plan['Actual Rows']} | ${times[Math.floor(ROUNDS / 2)].toFixed(1)} | ${pages} |`,
  );
  if (process.env.PLANS) {
    const { rows } = await client.query(`explain (analyze, buffers) ${sql}`, parameters);
    console.log(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
}

async function seed(url) {
  await query(url, `insert into teams (team_id, name, plan) values ($1, 'Bench', 'enterprise')`, [TEAM]);
  await query(
    url,
    `create function ulid_time(at timestamptz) returns text language sql immutable as $body$
       select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ',
         (((extract(epoch from at) * 1000)::bigint >> (5 * place)) & 31)::int + 1, 1), '' order by place desc)
       from generate_series(0, 9) place $body$`,
  );
  await query(
    url,
    `insert into batches (id, team_id, total, credits_charged)
     select 'btc_' || n, $1, 100, 0 from generate_series(0, $2::int / 100) n`,
    [TEAM, JOBS],
  );
  await insertJobs(url, 1, JOBS);
  await query(url, `vacuum (analyze) jobs`);
}

/** Spread over a year, oldest first; the newest twenty are queued, 3 in 100 failed and 1 canceled. */
async function insertJobs(url, from, to) {
  await query(
    url,
    `insert into jobs (id, team_id, token_id, kind, queue, model, provider, state, input, output, credits_charged,
       eta_seconds, deadline_at, batch_id, batch_index, idempotency_key, created_at, started_at, finished_at)
     select 'mjb_' || ulid_time(at) || lpad(n::text, 16, '0'), $1, 'tok_BENCH', kind, 'studio-short', model, 'studio', state,
            '{"prompt":"A lighthouse at dusk, seen from the sea","width":1024,"height":576}', '[]', 4, 4,
            at + interval '1 day', case when n % 10 = 0 then 'btc_' || n / 100 end, n % 100,
            case when n % 5 = 0 then 'key-' || n end, at, at, case when state <> 'queued' then at end
     from (
       select n, now() - ($4::int - n) * (interval '365 days' / $4::int) as at,
              case when n < $4::int / 12 and n % 50 = 0 then 'media.video' else 'media.image' end as kind,
              case when n < $4::int / 12 and n % 50 = 1 then 'image-old' else 'image-' || n % 10 end as model,
              case when n > $4::int - 20 then 'queued' when n % 100 in (7, 23, 61) then 'failed'
                   when n % 100 = 42 then 'canceled' else 'succeeded' end as state
       from generate_series($2::int, $3::int) n) job`,
    [TEAM, from, to, JOBS],
  );
}

/** What the index of lists costs those who write: the same rows inserted, claimed and ended with it and without. */
async function showWriteCost(url) {
  const withIndex = [];
  const without = [];
  for (let round = 0; round < ROUNDS; round++) {
    withIndex.push(await writeTime(url, true));
    without.push(await writeTime(url, false));
  }
  const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
  console.log(
    `\n10,000 jobs inserted, claimed and ended: ${median(withIndex).toFixed(0)} ms with jobs_in_groups, ` +
      `${median(without).toFixed(0)} ms without (medians of ${ROUNDS}, statement times of Postgres).`,
  );
}

function writeTime(url, isIndexed) {
  return withClient(url, async (client) => {
    await client.query('begin');
    if (!isIndexed) await client.query('drop index jobs_in_groups');
    const before = performance.now();
    await client.query(
      `insert into jobs (id, team_id, token_id, kind, queue, model, input, credits_charged, eta_seconds, deadline_at)
       select 'mjb_ZZ' || lpad(n::text, 24, '0'), $1, 'tok_BENCH', 'media.image', 'studio-short', 'image-3',
              '{"prompt":"A lighthouse at dusk, seen from the sea"}', 4, 4, now() from generate_series(1, 10000) n`,
      [TEAM],
    );
    await client.query(
      `update jobs set state = 'running', fence = 1, lease_until = now() where id > 'mjb_ZZ'`,
    );
    await client.query(
      `update jobs set state = 'succeeded', finished_at = now(), lease_until = null where id > 'mjb_ZZ'`,
    );
    const took = performance.now() - before;
    await client.query('rollback');
    return took;
  });
}
