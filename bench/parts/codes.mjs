import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import pg from 'pg';
import { copyIn, copyText } from '../ground/copy-in.mjs';
import { ask } from '../ground/http-load.mjs';
import { query } from '../ground/postgres.mjs';
import { startEngine } from '../ground/processes.mjs';
import { compare, interleave, summary } from '../ground/rounds.mjs';
import { aTeam } from '../ground/teams.mjs';

const CODES = 1_000_000;
const SMALL = 250;
const SMALL_BATCHES = 9;
const ROUNDS = 3;
const ROWS_A_COPY = 20_000;
const LOOK_EVERY_MS = 20;

export const title = `${CODES.toLocaleString('en')} codes from the order to the end of the job, their export, and ${SMALL} beside them`;

export async function run(ground) {
  const databases = {
    engine: await ground.freshDatabase('codes_engine'),
    copy: await ground.freshDatabase('codes_copy'),
  };
  const engine = await startEngine({
    databaseUrl: databases.engine,
    folder: ground.folder,
    name: 'codes-engine',
    env: { ROLE: 'all' },
  });
  const codes = await aCodeTeam(engine);
  await codes.make(SMALL);
  const idleMegabytes = residentMegabytes(engine.pid);
  const alone = await several(() => codes.make(SMALL));
  const copy = await aCopier(databases.copy);

  const memory = watch(() => residentMegabytes(engine.pid));
  const pids = [engine.pid, ground.postmasterPid];
  const [ours, exported, floor] = await interleave(
    [
      { pids, run: () => codes.make(CODES) },
      { pids, run: () => codes.export() },
      { pids: [ground.postmasterPid], run: () => copy.run() },
    ],
    ROUNDS,
  );
  const gained = memory.most() - idleMegabytes;
  await copy.stop();
  await refuseWrongRows(databases.engine);

  const big = codes.make(CODES);
  await codes.untilRunning();
  const beside = await several(() => codes.make(SMALL));
  await big;
  await engine.stop();
  return [
    { what: 'COPY of ready rows by the owner', target: 0.5, ...compare(ours, floor), ours, floor },
    { what: 'export, of that COPY', target: 0.5, ...compare(exported, floor), ours: exported, floor },
    {
      what: `${SMALL} codes, from pick-up to the end`,
      figure: median(alone, 'working'),
      unit: 's',
      atMost: 0.5,
    },
    {
      what: 'memory above idle while a million are made and exported',
      figure: gained,
      unit: 'MB',
      atMost: 150,
    },
    {
      what: `a batch of ${SMALL} beside a million that are being made, against one alone`,
      figure: median(beside, 'seconds') / median(alone, 'seconds'),
      unit: '×',
      atMost: 5,
    },
  ];
}

async function aCodeTeam(engine) {
  const { token } = await aTeam(engine);
  const call = (method, path, expect, json) => ask(engine.port, { method, path, token, json }, expect);
  const plan = { name: 'Bench', grants: { membership: 'bench' } };
  const { planId } = await call('POST', '/v1/access-plans', 201, plan);
  let newest;
  return {
    /** As a client sees it, with what the job itself says of its work. */
    async make(quantity) {
      const beganAt = performance.now();
      const { jobId, batchId } = await call('POST', '/v1/access-code-batches', 202, { planId, quantity });
      let job;
      do job = await call('GET', `/v1/jobs/${jobId}?wait=50`, 200);
      while (job.finishedAt === null);
      if (job.status !== 'completed') throw new Error(`The batch is ${job.status}`);
      const seconds = (performance.now() - beganAt) / 1_000;
      newest = batchId;
      return {
        count: quantity,
        seconds,
        working: (new Date(job.finishedAt) - new Date(job.startedAt)) / 1_000,
      };
    },
    /** Of the batch that was made last, to a client that throws the bytes away. */
    async export() {
      const beganAt = performance.now();
      const lines = await linesAt(engine.port, `/v1/access-code-batches/${newest}/export`, token);
      if (lines !== CODES + 1) throw new Error(`The export has ${lines} lines`);
      return { count: CODES, seconds: (performance.now() - beganAt) / 1_000 };
    },
    async untilRunning() {
      let running;
      do running = await call('GET', '/v1/jobs?status=processing', 200);
      while (running.data.length === 0);
    },
  };
}

const LINE_FEED = 10;

function linesAt(port, path, token) {
  return new Promise((resolve, reject) => {
    const options = { port, path, host: '127.0.0.1', headers: { authorization: `Bearer ${token}` } };
    get(options, (answer) => {
      let lines = 0;
      answer.on('data', (bytes) => (lines += linesIn(bytes)));
      answer.on('end', () => resolve(lines));
      answer.on('error', reject);
    }).on('error', reject);
  });
}

function linesIn(bytes) {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines++;
  return lines;
}

/** The owner copies rows that are ready into the same table, in the order in which codes are made. */
async function aCopier(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('alter table access_codes no force row level security');
  let batch = 0;
  return {
    async run() {
      batch++;
      const ready = [];
      for (let first = 0; first < CODES; first += ROWS_A_COPY) ready.push(readyRows(batch, first));
      const beganAt = performance.now();
      const cpu = process.cpuUsage();
      for (const rows of ready)
        await copyIn(client, 'copy access_codes (hash, team_id, batch, ordinal) from stdin', rows);
      const { user, system } = process.cpuUsage(cpu);
      return {
        count: CODES,
        seconds: (performance.now() - beganAt) / 1_000,
        cpuSeconds: (user + system) / 1_000_000,
      };
    },
    stop: () => client.end(),
  };
}

function readyRows(batch, first) {
  return copyText(
    Array.from({ length: ROWS_A_COPY }, (_, index) => [
      String.raw`\x${randomBytes(16).toString('hex')}`,
      'tea_01ARZ3NDEKTSV4RRFFQ69G5FAV',
      batch,
      first + index,
    ]),
  );
}

async function refuseWrongRows(url) {
  const [{ codes, asked }] = await query(
    url,
    `select (select count(*)::int from access_codes) as codes, (select sum(quantity)::int from access_code_batches) as asked`,
  );
  if (codes !== asked || codes < CODES)
    throw new Error(`${codes} codes are there and ${asked} were asked for`);
}

async function several(make) {
  const made = [];
  for (let batch = 0; batch < SMALL_BATCHES; batch++) made.push(await make());
  return made;
}

function median(made, what) {
  return summary(made.map((one) => one[what])).median;
}

function watch(look) {
  let most = look();
  const timer = setInterval(() => (most = Math.max(most, look())), LOOK_EVERY_MS);
  return {
    most() {
      clearInterval(timer);
      return most;
    },
  };
}

function residentMegabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1_024;
}
