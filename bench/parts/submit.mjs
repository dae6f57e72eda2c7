import { load, requestBytes } from '../ground/http-load.mjs';
import { query, withClient } from '../ground/postgres.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { aTeam, insertTeams } from '../ground/teams.mjs';

const CONNECTIONS = 64;
const SECONDS = 2.5;
const JOB = { type: 'image', prompt: 'A lighthouse at dusk, "Harbour"', input: { width: 1280, height: 720 } };

export const title = `POST /v1/jobs, ${CONNECTIONS} connections, one team`;

export async function run(ground) {
  const databases = {
    engine: await ground.freshDatabase('submit_engine'),
    naive: await ground.freshDatabase('submit_naive'),
    coalescing: await ground.freshDatabase('submit_coalescing'),
  };
  const engine = await startEngine({
    databaseUrl: databases.engine,
    folder: ground.folder,
    name: 'submit-engine',
  });
  const team = await aTeam(engine);
  const floor = async (file, databaseUrl) => {
    await withClient(databaseUrl, (client) => insertTeams(client, [team]));
    return startServer(file, { DATABASE_URL: databaseUrl, TEAMS: JSON.stringify([team]) });
  };
  const naive = await floor('floors/naive.server.mjs', databases.naive);
  const coalescing = await floor('floors/coalescing.server.mjs', databases.coalescing);

  const contestant = ({ port, pid }, request) => ({
    pids: [pid, ground.postmasterPid],
    run: () =>
      load({
        port,
        requests: [requestBytes({ method: 'POST', json: JOB, ...request })],
        connections: CONNECTIONS,
        seconds: SECONDS,
        expect: 202,
      }),
  });
  const [ours, theirs, bare] = await interleave([
    contestant(engine, { path: '/v1/jobs', token: team.token }),
    contestant(naive, { path: '/v1/jobs/0' }),
    contestant(coalescing, { path: '/v1/jobs' }),
  ]);
  await Promise.all([engine.stop(), naive.stop(), coalescing.stop()]);
  await refuseDifferentRows(databases);
  return [
    { what: 'a naive service, a transaction each', target: 5, ...compare(ours, theirs), ours, floor: theirs },
    { what: 'the same coalescing on bare Fastify', target: 0.5, ...compare(ours, bare), ours, floor: bare },
  ];
}

/** A floor that wrote less would be no floor. */
async function refuseDifferentRows(databases) {
  for (const [name, url] of Object.entries(databases)) {
    const [rows] = await query(
      url,
      `select (select count(*) from jobs) as jobs, (select count(*) from ledger_transfers where kind = 'charge') as charges,
              (select count(*) from ledger_entries where account = 'spent') as legs,
              (select charged from credit_spending_days) as spent, (select sum(credits_charged) from jobs) as price`,
    );
    if (rows.jobs !== rows.charges || rows.jobs !== rows.legs || rows.spent !== rows.price)
      throw new Error(`${name} wrote ${JSON.stringify(rows)}`);
  }
}
