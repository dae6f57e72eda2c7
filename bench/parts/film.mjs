import { setTimeout as pause } from 'node:timers/promises';
import { startEngine } from '../ground/processes.mjs';
import { compare, interleave, summary } from '../ground/rounds.mjs';
import { memoryOf, startBareStudio, throughJobs, untilWithoutChildren } from '../ground/studio.mjs';
import { aTeam } from '../ground/teams.mjs';

const PROMPT = 'Sunrise over misty mountains';
const HD = { width: 1280, height: 720, duration: 4 };
const FULL_HD = { width: 1920, height: 1080, duration: 10 };
/** Work that is the same from year to year: how much of it a film is worth says more than seconds of some machine. */
const FLOW = {
  type: 'image',
  model: 'image',
  prompt: 'neon future of agents "Quiet tools, loud ideas"',
  input: { style: 'flow', width: 1_024, height: 1_024 },
};
/** A little above what it has been: a film that takes more is noticed on any machine. */
const TIMES_THE_FLOW = 24;
const ROUNDS = 3;
const IDLE_MS = 4_000;

export const title = '4 s of 720p, 10 s of 1080p, and the engine beside them';

export async function run(ground) {
  const studio = await startBareStudio(ground);
  const engine = await startEngine({
    databaseUrl: await ground.freshDatabase('film_engine'),
    folder: ground.folder,
    name: 'film-engine',
    env: { ROLE: 'all', STUDIO_SLOTS: '1', STUDIO_FILM_SLOTS: '1' },
  });
  const team = await aTeam(engine);
  const lags = { idle: [], busy: [] };
  const noted = (name, work) => async () => {
    await lagSinceLastAsked(engine);
    const done = await work();
    lags[name].push(await lagSinceLastAsked(engine));
    return done;
  };
  const [, ours, bare, flows] = await interleave(
    [
      { pids: [], run: noted('idle', idle) },
      { pids: [engine.pid, ground.postmasterPid], run: noted('busy', () => film(engine, team, HD)) },
      {
        pids: studio.pids,
        run: () => inALoop(studio, { model: 'video', prompt: PROMPT, type: 'video', input: HD }),
      },
      { pids: studio.pids, run: () => inALoop(studio, FLOW) },
    ],
    ROUNDS,
  );
  await studio.stop();
  const memory = await memoryBeside(engine, () => film(engine, team, FULL_HD));
  await engine.stop();
  const [seconds, flow] = [bare, flows].map(cpuSeconds);
  // The first round counts for nothing.
  const quiet = lags.idle.slice(1);
  const busy = lags.busy.slice(1);
  return [
    { what: 'processor time of 4 s of 720p with music', figure: seconds, unit: 's', atMost: 10 },
    {
      what: `the same, against a flow of 1024² (${flow.toFixed(2)} s)`,
      figure: seconds / flow,
      unit: '×',
      atMost: TIMES_THE_FLOW,
    },
    { what: 'renderer at its most, 10 s of 1080p', figure: memory.peak, unit: 'MB', atMost: 700 },
    { what: 'of that still held when the renderer has rested', figure: memory.kept, unit: 'MB', atMost: 70 },
    {
      what: `how late the engine's event loop is beside a film, 99th percentile, against idle (${milliseconds(busy)} against ${milliseconds(quiet)})`,
      figure: summary(busy.map((lag, round) => lag / quiet[round])).median,
      unit: '×',
      atMost: 3,
    },
    { what: 'the bare renderer in a loop', target: 0.8, ...compare(ours, bare), ours, floor: bare },
  ];
}

function film(engine, team, input) {
  return throughJobs(engine, team, { type: 'video', prompt: PROMPT, input }, 1);
}

async function idle() {
  await pause(IDLE_MS);
  return { count: 1, seconds: IDLE_MS / 1_000 };
}

/** How late the engine's own timers came, by its own perf_hooks.monitorEventLoopDelay. */
async function lagSinceLastAsked({ port }) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(await answer.text());
  return Number(seconds);
}

function milliseconds(lags) {
  return `${(summary(lags).median * 1_000).toFixed(1)} ms`;
}

/** The renderer that has just worked goes first, so that the film is made by one that begins with nothing. */
async function memoryBeside({ pid }, work) {
  await untilWithoutChildren(pid);
  const before = memoryOf(pid);
  await work();
  const { peakOfChildren } = memoryOf(pid);
  await untilWithoutChildren(pid);
  return { peak: peakOfChildren, kept: Math.max(0, memoryOf(pid).resident - before.resident) };
}

async function inALoop(studio, request) {
  const beganAt = performance.now();
  await studio.render(request);
  return { count: 1, seconds: (performance.now() - beganAt) / 1_000 };
}

function cpuSeconds(results) {
  return summary(results.map(({ cpuMsEach }) => cpuMsEach)).median / 1_000;
}
