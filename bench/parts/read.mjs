import { ask, load, requestBytes } from '../ground/http-load.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { aTeam } from '../ground/teams.mjs';

const CONNECTIONS = 64;
const SECONDS = 2;
const JOB = { type: 'image', prompt: 'A lighthouse at dusk', input: { width: 64, height: 64 } };

export const title = `GET /v1/jobs/:id of a finished job, ${CONNECTIONS} connections`;

export async function run(ground) {
  const databaseUrl = await ground.freshDatabase('read_engine');
  // ROLE=all: the job that is read is one that was rendered.
  const env = { ROLE: 'all' };
  const engine = await startEngine({ databaseUrl, folder: ground.folder, name: 'read-engine', env });
  const { token } = await aTeam(engine);
  const { id } = await ask(engine.port, { method: 'POST', path: '/v1/jobs', token, json: JOB }, 202);
  const path = `/v1/jobs/${id}`;
  const finished = await ask(engine.port, { path: `${path}?wait=30`, token }, 200);
  if (finished.status !== 'completed') throw new Error(`The job to read is ${finished.status}`);
  const bare = await startServer('floors/same-bytes.server.mjs', { BYTES: JSON.stringify(finished) });

  const contestant = ({ port, pid }, request) => ({
    pids: [pid, ground.postmasterPid],
    run: () =>
      load({
        port,
        requests: [requestBytes(request)],
        connections: CONNECTIONS,
        seconds: SECONDS,
        expect: 200,
        awake: true,
      }),
  });
  const [ours, floor] = await interleave([contestant(engine, { path, token }), contestant(bare, { path })]);
  await Promise.all([engine.stop(), bare.stop()]);
  return [
    { what: 'bare Fastify answering the same bytes', target: 0.35, ...compare(ours, floor), ours, floor },
  ];
}
