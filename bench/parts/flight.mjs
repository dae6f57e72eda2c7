import { readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../ground/http-load.mjs';
import { cpuSecondsOf } from '../ground/cpu-time.mjs';
import { query } from '../ground/postgres.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { aTeam } from '../ground/teams.mjs';

const FEW = 50;
const MANY = Number(process.env.FLIGHT_JOBS ?? 5_000);
/** Shorter is quicker to run, and harder: the same jobs come and go in less time. */
const SECONDS = Number(process.env.FLIGHT_SECONDS ?? 600);
const MOST_A_BATCH = 500;
const JOB = { type: 'image', model: 'flux-2-turbo', prompt: 'A lighthouse at dusk' };
const WARM_UP_SECONDS = 10;
const LOOK_EVERY_MS = 500;

export const title = `${MANY.toLocaleString('en')} jobs under way at a provider that takes ${SECONDS} s for each, and ${FEW}; ROLE=all`;

export async function run(ground) {
  const called = await flights(ground, { name: 'flight_called', tells: 'with callbacks' });
  const asked = await flights(ground, {
    name: 'flight_asked',
    tells: 'without callbacks',
    env: { PUBLIC_URL: '' },
  });
  return [...called, ...asked];
}

/** The same engine has few jobs under way and then many. */
async function flights(ground, { name, tells, env = {} }) {
  const databaseUrl = await ground.freshDatabase(name);
  const provider = await startServer('ground/far-provider.server.mjs', {});
  const engine = await startEngine({
    databaseUrl,
    folder: ground.folder,
    name,
    env: { ROLE: 'all', FAL_KEY: 'bench:key', FAL_BASE_URL: provider.url, ...env },
  });
  try {
    const scene = { databaseUrl, provider, engine, team: await aTeam(engine), tells };
    await flight(scene, { jobs: FEW, seconds: WARM_UP_SECONDS, arriveWithin: 0 });
    const few = await flight(scene, { jobs: FEW, seconds: SECONDS, arriveWithin: SECONDS * 0.1 });
    const many = await flight(scene, { jobs: MANY, seconds: SECONDS, arriveWithin: SECONDS * 0.9 });
    return linesOf(few, many, tells);
  } finally {
    await Promise.all([engine.stop(), provider.stop()]);
  }
}

function linesOf(few, many, tells) {
  return [
    {
      what: `the 99th percentile from the provider's end to ours, against that of ${FEW}, ${tells}`,
      figure: many.p99 / few.p99,
      unit: '×',
      atMost: 5,
    },
    {
      what: `more resident memory than with ${FEW}, ${tells}`,
      figure: many.megabytes - few.megabytes,
      unit: 'MB',
      atMost: 200,
    },
  ];
}

/** All are submitted before the first one ends, and end as they came. */
async function flight(scene, { jobs, seconds, arriveWithin }) {
  const { databaseUrl, provider, engine, tells } = scene;
  await provider.ask({ seconds });
  const endedBefore = await endedJobs(databaseUrl);
  const cpuBefore = cpuSecondsOf([engine.pid]);
  const arriving = submit(scene, jobs, arriveWithin);
  let megabytes = 0;
  do {
    await pause(LOOK_EVERY_MS);
    megabytes = Math.max(megabytes, residentMegabytes(engine.pid));
  } while ((await endedJobs(databaseUrl)) < endedBefore + jobs);
  await arriving;
  const cpuMs = ((cpuSecondsOf([engine.pid]) - cpuBefore) * 1_000) / jobs;
  const { finished, mostUnderWay } = await provider.ask({ seconds });
  if (mostUnderWay !== jobs || finished.length !== jobs)
    throw new Error(
      `Of ${jobs} jobs ${finished.length} were submitted and ${mostUnderWay} under way at once; FLIGHT_SECONDS=<more> leaves them time`,
    );
  const waits = await waitsAfter(databaseUrl, new Map(finished));
  const [p50, p99] = [at(waits, 0.5), at(waits, 0.99)];
  console.log(
    `  ${tells}, ${jobs}: half settled within ${p50} ms, 99 % within ${p99} ms; at most ${Math.round(megabytes)} MB; ${cpuMs.toFixed(1)} ms of processor time each`,
  );
  return { megabytes, p99 };
}

/** Some each second, so that what is under way is a standing load and ends as one. */
async function submit({ engine, team }, jobs, within) {
  const turns = Math.max(Math.ceil(jobs / MOST_A_BATCH), Math.floor(within));
  const beganAt = performance.now();
  for (let turn = 0, sent = 0; turn < turns; turn++) {
    const upTo = Math.round((jobs * (turn + 1)) / turns);
    const json = { jobs: Array.from({ length: upTo - sent }, () => JOB) };
    if (upTo > sent)
      await ask(engine.port, { method: 'POST', path: '/v1/batch', token: team.token, json }, 202);
    sent = upTo;
    await pause(Math.max(0, beganAt + (turn + 1) * 1_000 - performance.now()));
  }
}

async function endedJobs(databaseUrl) {
  const [{ ended }] = await query(
    databaseUrl,
    `select (select count(*) from jobs)::int - (select count(*) from jobs where state in ('queued', 'running'))::int as ended`,
  );
  return ended;
}

/** For each work how long the engine took to settle its job; every job has to have succeeded. */
async function waitsAfter(databaseUrl, finishedAt) {
  const settled = await query(
    databaseUrl,
    `select call.ref->>'externalId' as id, job.state, extract(epoch from job.finished_at) * 1000 as at
     from jobs job join provider_calls call on call.job_id = job.id
     where call.ref->>'externalId' = any($1)`,
    [[...finishedAt.keys()]],
  );
  const wrong = settled.filter(({ state }) => state !== 'succeeded').length;
  if (wrong > 0 || settled.length !== finishedAt.size)
    throw new Error(`${settled.length} of ${finishedAt.size} works have a job, and ${wrong} of these failed`);
  return settled.map(({ id, at }) => Math.round(Number(at) - finishedAt.get(id)));
}

function at(values, share) {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1];
}

function residentMegabytes(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kilobytes) / 1_024;
}
