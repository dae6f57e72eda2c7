import { load, requestBytes } from '../ground/http-load.mjs';
import { query, withClient } from '../ground/postgres.mjs';
import { startEngine, startServer } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { aTeam, insertTeams } from '../ground/teams.mjs';

const JOBS = 500;
const BATCHES = 15;
const BATCH = {
  jobs: Array.from({ length: JOBS }, (_, index) => ({
    type: 'image',
    prompt: `A lighthouse at dusk, number ${index}`,
    input: { width: 1280, height: 720 },
  })),
};

export const title = `POST /v1/batch of ${JOBS}, one after the other`;

export async function run(ground) {
  const databases = {
    engine: await ground.freshDatabase('batch_engine'),
    copy: await ground.freshDatabase('batch_copy'),
  };
  const engine = await startEngine({
    databaseUrl: databases.engine,
    folder: ground.folder,
    name: 'batch-engine',
  });
  const team = await aTeam(engine);
  await withClient(databases.copy, (client) => insertTeams(client, [team]));
  const copy = await startServer('floors/copy.server.mjs', {
    DATABASE_URL: databases.copy,
    TEAMS: JSON.stringify([team]),
    BATCH_BODY: JSON.stringify(BATCH),
  });

  const request = requestBytes({ method: 'POST', path: '/v1/batch', token: team.token, json: BATCH });
  const [ours, floor] = await interleave([
    {
      pids: [engine.pid, ground.postmasterPid],
      run: () =>
        load({ port: engine.port, requests: [request], connections: 1, times: BATCHES, expect: 202 }),
    },
    // What it costs to make the rows is not counted, so its own processor time is what it says itself.
    {
      pids: [ground.postmasterPid],
      run: async () => ({ count: BATCHES, ...(await copy.ask({ batches: BATCHES })) }),
    },
  ]);
  await Promise.all([engine.stop(), copy.stop()]);
  await refuseDifferentRows(databases);
  return [{ what: 'COPY of ready rows by the owner', target: 1 / 3, ...compare(ours, floor), ours, floor }];
}

/** Every row of both, and no row less than was asked for. */
async function refuseDifferentRows(databases) {
  for (const [name, url] of Object.entries(databases)) {
    const [{ batches, ...rows }] = await query(
      url,
      `select (select count(*)::int from batches) as batches, (select count(*)::int from jobs) as jobs,
              (select count(*)::int from ledger_transfers where kind = 'charge') as charges,
              (select count(*)::int from ledger_entries where account = 'spent') as spent,
              (select count(*)::int from ledger_entries e join ledger_transfers t on t.id = transfer_id
               where kind = 'charge' and account = 'purchased') as purchased`,
    );
    const wrong = Object.values(rows).some((count) => count !== batches * JOBS);
    if (wrong || batches === 0) throw new Error(`${name} wrote ${JSON.stringify({ batches, ...rows })}`);
  }
}
