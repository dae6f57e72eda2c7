import path from 'node:path';
import { engineEnvironment, startServer } from './processes.mjs';
import { query, withClient } from './postgres.mjs';
import { insertTeams } from './teams.mjs';

/** Both run so many jobs at once. */
export const SLOTS = 20;
export const TEAM = {
  teamId: 'tea_00000000000000000000000001',
  tokenId: 'tok_00000000000000000000000001',
  requestId: 'bench',
};

export async function startNoopEngine(ground, databaseUrl) {
  await withClient(databaseUrl, (client) => insertTeams(client, [TEAM]));
  const engine = await startServer('engine/noop.server.mjs', {
    ...engineEnvironment(databaseUrl, path.join(ground.folder, 'noop')),
    TEAM: JSON.stringify(TEAM),
    SLOTS: String(SLOTS),
  });
  return { ...engine, databaseUrl };
}

/** Jobs from the call that submits them to the last one's end. */
export function runsJobs(ground, server, jobs) {
  return { pids: [server.pid, ground.postmasterPid], run: () => server.ask({ jobs }) };
}

export async function refuseUnfinished(databaseUrl) {
  const [{ open, refunded }] = await query(
    databaseUrl,
    `select count(*) filter (where state <> 'succeeded')::int as open, sum(credits_refunded)::int as refunded from jobs`,
  );
  if (open > 0 || refunded > 0)
    throw new Error(`${open} jobs did not succeed, ${refunded} credits went back`);
}
