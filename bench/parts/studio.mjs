import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fromBuild } from '../ground/from-build.mjs';
import { ask } from '../ground/http-load.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { compare, interleave, summary } from '../ground/rounds.mjs';
import { aTeam } from '../ground/teams.mjs';

const SIDE = 1_024;
const SEEDS = [1, 2, 3];
/** In processor seconds. */
const STILL_LIFE_AT_MOST = 6;
const TIMES_THE_FLOW = 3;
const JOBS = 8;
const ROUNDS = 3;
const PROMPTS = {
  flow: 'neon future of agents "Quiet tools, loud ideas"',
  landscape: 'sunset over a mountain lake "Slow mornings"',
  poster: 'geometric festival "Form follows function"',
  still_life: 'product shot of a ceramic vase, morning light',
};

export const title = `pictures of the studio, ${SIDE} × ${SIDE}, painted and written as PNG, seeds ${SEEDS.join(', ')}`;

export async function run(ground) {
  const folder = mkdtempSync(path.join(ground.folder, 'studio-'));
  const seconds = {};
  for (const style of Object.keys(PROMPTS)) seconds[style] = await processorSeconds(style, folder);
  rmSync(folder, { recursive: true });
  const timesTheFlow = (style) => ({
    what: `processor time of a ${style} (${seconds[style].toFixed(2)} s) to a flow's (${seconds.flow.toFixed(2)} s)`,
    figure: seconds[style] / seconds.flow,
    unit: 'times',
    atMost: TIMES_THE_FLOW,
  });
  return [
    timesTheFlow('landscape'),
    timesTheFlow('poster'),
    {
      what: 'processor time of a still life',
      figure: seconds.still_life,
      unit: 's',
      atMost: STILL_LIFE_AT_MOST,
    },
    await throughJobs(ground),
  ];
}

async function throughJobs(ground) {
  const databaseUrl = await ground.freshDatabase('studio_engine');
  const env = { ROLE: 'all', STUDIO_SLOTS: '1' };
  const engine = await startEngine({ databaseUrl, folder: ground.folder, name: 'studio-engine', env });
  const { token } = await aTeam(engine);
  const bare = await startServer('floors/pictures.server.mjs', {});
  let seed = 0;
  const requests = () =>
    Array.from({ length: JOBS }, () => ({
      type: 'image',
      prompt: PROMPTS.flow,
      input: { style: 'flow', width: SIDE, height: SIDE, seed: seed++ },
    }));
  const contestants = [
    {
      pids: [engine.pid, ground.postmasterPid],
      run: () => runBatch(engine.port, token, requests()),
    },
    { pids: [bare.pid], run: () => bare.ask({ requests: requests() }) },
  ];
  const [ours, floor] = await interleave(contestants, ROUNDS);
  await Promise.all([engine.stop(), bare.stop()]);
  const what = 'the bare renderer in a loop, driven through jobs in one slot';
  return { what, target: 0.8, ...compare(ours, floor), ours, floor };
}

/** From the call that submits them to the end of the last, which is looked for as a caller would. */
async function runBatch(port, token, jobs) {
  const beganAt = performance.now();
  const batch = await ask(port, { method: 'POST', path: '/v1/batch', token, json: { jobs } }, 202);
  for (const { jobId } of batch.jobs) {
    let job;
    do job = await ask(port, { path: `/v1/jobs/${jobId}?wait=30`, token }, 200);
    while (job.status === 'queued' || job.status === 'processing');
    if (job.status !== 'completed') throw new Error(`A picture is ${job.status}`);
  }
  return { count: jobs.length, seconds: (performance.now() - beganAt) / 1_000 };
}

/** The median of a few; the first picture of a family warms up and counts for nothing. */
async function processorSeconds(style, folder) {
  const { renderPictures } = await fromBuild('providers/studio/pictures/picture-rendering.js');
  const used = [];
  for (const seed of [0, ...SEEDS]) {
    const before = process.cpuUsage();
    await renderPictures(anOrder(style, seed), folder, () => undefined);
    const { user, system } = process.cpuUsage(before);
    used.push((user + system) / 1e6);
  }
  return summary(used.slice(1)).median;
}

function anOrder(style, seed) {
  const prompt = PROMPTS[style];
  const [, quoted = null] = /"(.+)"/.exec(prompt) ?? [];
  return {
    kind: 'picture',
    style,
    prompt,
    title: quoted,
    width: SIDE,
    height: SIDE,
    format: 'png',
    seeds: [seed],
  };
}
