import { setTimeout as pause } from 'node:timers/promises';
import { startEngine } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { cpuSecondsFor, peakMegabytesOfChildren, startBareStudio, throughJobs } from '../ground/studio.mjs';
import { aTeam } from '../ground/teams.mjs';

const PROMPT = 'Sunrise over misty mountains';
const HD = { width: 1280, height: 720, duration: 4 };
const FULL_HD = { width: 1920, height: 1080, duration: 10 };
const SMALL = { width: 640, height: 360, duration: 2 };
const ROUNDS = 3;
const LAG_MS = 4_000;

export const title = '4 s of 720p, its memory at 1080p, and the engine beside it';

export async function run(ground) {
  const studio = await startBareStudio(ground);
  const film = (input) => ({ type: 'video', model: 'video', prompt: PROMPT, input });
  const seconds = await cpuSecondsFor(studio, film(HD));
  const atFirst = peakMegabytesOfChildren(process.pid);
  await studio.render(film(FULL_HD));
  const megabytes = peakMegabytesOfChildren(process.pid);

  const engine = await startEngine({
    databaseUrl: await ground.freshDatabase('film_engine'),
    folder: ground.folder,
    name: 'film-engine',
    env: { ROLE: 'all', STUDIO_SLOTS: '1', STUDIO_FILM_SLOTS: '1' },
  });
  const team = await aTeam(engine);
  const lag = await lagBeside(engine, () =>
    throughJobs(engine, team, { type: 'video', prompt: PROMPT, input: HD }, 1),
  );
  const [ours, bare] = await interleave(
    [
      { pids: [], run: () => throughJobs(engine, team, { type: 'video', prompt: PROMPT, input: SMALL }, 1) },
      { pids: [], run: () => inALoop(studio, film(SMALL)) },
    ],
    ROUNDS,
  );
  await Promise.all([engine.stop(), studio.stop()]);
  return [
    { what: 'processor time of 4 s of 720p with music', figure: seconds, unit: 's', atMost: 10 },
    {
      what: `renderer at its most, 10 s of 1080p (${Math.round(atFirst)} after 720p)`,
      figure: megabytes,
      unit: 'MB',
      atMost: 700,
    },
    {
      what: "the engine's event loop is late beside a film, 99th percentile, against idle",
      figure: lag,
      unit: '×',
      atMost: 3,
    },
    { what: 'the bare renderer in a loop', target: 0.8, ...compare(ours, bare), ours, floor: bare },
  ];
}

/** How much later the engine's own timers come while a film renders, by its own perf_hooks.monitorEventLoopDelay. */
async function lagBeside(engine, renderFilm) {
  await renderFilm();
  await pause(LAG_MS);
  await lagSinceLastAsked(engine);
  await pause(LAG_MS);
  const idle = await lagSinceLastAsked(engine);
  await renderFilm();
  return (await lagSinceLastAsked(engine)) / idle;
}

async function lagSinceLastAsked({ port }) {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  const [, seconds] = /^nodejs_eventloop_lag_p99_seconds (\S+)/m.exec(await answer.text());
  return Number(seconds);
}

async function inALoop(studio, request) {
  const beganAt = performance.now();
  await studio.render(request);
  return { count: 1, seconds: (performance.now() - beganAt) / 1_000 };
}
