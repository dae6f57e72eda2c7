import { startEngine } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { cpuSecondsFor, startBareStudio, throughJobs } from '../ground/studio.mjs';
import { aTeam } from '../ground/teams.mjs';

const JOBS = 4;
const ROUNDS = 3;
/** Just over 15 seconds, as slt reads it. */
const TEXT =
  'Welcome to the local studio. Every picture, film and voice you get from me is made on your own processor, with no ' +
  'key and no network. When you are ready, connect a provider, and the very same job will run on a bigger machine. ' +
  'Until then, I am here.';

export const title = '15 seconds of speech as MP3';

export async function run(ground) {
  const studio = await startBareStudio(ground);
  const speech = { type: 'audio', model: 'speech', prompt: TEXT };
  await studio.render(speech);
  const figure = await cpuSecondsFor(studio, speech);
  const engine = await startEngine({
    databaseUrl: await ground.freshDatabase('speech_engine'),
    folder: ground.folder,
    name: 'speech-engine',
    env: { ROLE: 'all', STUDIO_SLOTS: '1' },
  });
  const team = await aTeam(engine);
  const [ours, bare] = await interleave(
    [
      { pids: [], run: () => throughJobs(engine, team, { type: 'audio', prompt: TEXT }, JOBS) },
      { pids: [], run: () => inALoop(studio, speech) },
    ],
    ROUNDS,
  );
  await Promise.all([engine.stop(), studio.stop()]);
  return [
    { what: 'processor time of 15 s of speech with its encoding', figure, unit: 's', atMost: 2 },
    { what: 'the bare renderer in a loop', target: 0.8, ...compare(ours, bare), ours, floor: bare },
  ];
}

async function inALoop(studio, request) {
  const beganAt = performance.now();
  for (let work = 0; work < JOBS; work++) await studio.render(request);
  return { count: JOBS, seconds: (performance.now() - beganAt) / 1_000 };
}
