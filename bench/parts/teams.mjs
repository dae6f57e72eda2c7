import { load, requestBytes } from '../ground/http-load.mjs';
import { withClient } from '../ground/postgres.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { aTeam, insertTeams } from '../ground/teams.mjs';

const TEAMS = 64;
const SECONDS = 2.5;
const JOB = { type: 'image', prompt: 'A lighthouse at dusk, "Harbour"', input: { width: 1280, height: 720 } };

export const title = `POST /v1/jobs, ${TEAMS} teams at once, a connection each`;

export async function run(ground) {
  const databases = {
    engine: await ground.freshDatabase('teams_engine'),
    naive: await ground.freshDatabase('teams_naive'),
  };
  const engine = await startEngine({
    databaseUrl: databases.engine,
    folder: ground.folder,
    name: 'teams-engine',
  });
  const teams = [];
  for (let made = 0; made < TEAMS; made++) teams.push(await aTeam(engine, `Bench ${made}`));
  await withClient(databases.naive, (client) => insertTeams(client, teams));
  const naive = await startServer('floors/naive.server.mjs', {
    DATABASE_URL: databases.naive,
    TEAMS: JSON.stringify(teams),
  });

  const contestant = ({ port, pid }, requestOf) => {
    const requests = teams.map((team, index) =>
      requestBytes({ method: 'POST', json: JOB, ...requestOf(team, index) }),
    );
    return {
      pids: [pid, ground.postmasterPid],
      run: () => load({ port, requests, connections: TEAMS, seconds: SECONDS, expect: 202 }),
    };
  };
  const [ours, floor] = await interleave([
    contestant(engine, ({ token }) => ({ path: '/v1/jobs', token })),
    contestant(naive, (_team, index) => ({ path: `/v1/jobs/${index}` })),
  ]);
  await Promise.all([engine.stop(), naive.stop()]);
  return [{ what: 'a naive service, a transaction each', target: 1, ...compare(ours, floor), ours, floor }];
}
