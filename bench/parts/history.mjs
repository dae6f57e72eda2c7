import { refuseUnfinished, runsJobs, startNoopEngine, TEAM } from '../ground/noop-engine.mjs';
import { addFinishedJobs } from '../ground/old-jobs.mjs';
import { withClient } from '../ground/postgres.mjs';
import { compare, interleave } from '../ground/rounds.mjs';
import { insertTeams } from '../ground/teams.mjs';

const OLD_JOBS = 1_000_000;
const JOBS = 500;
const OTHER_TEAM = { teamId: 'tea_00000000000000000000000002' };

export const title = `${JOBS} jobs with ${OLD_JOBS.toLocaleString('en')} finished ones in the tables`;

export async function run(ground) {
  const databases = {
    full: await ground.freshDatabase('history_full'),
    empty: await ground.freshDatabase('history_empty'),
  };
  await withClient(databases.full, (client) => insertTeams(client, [OTHER_TEAM]));
  const full = await startNoopEngine(ground, databases.full);
  const empty = await startNoopEngine(ground, databases.empty);
  await addFinishedJobs(databases.full, {
    count: OLD_JOBS,
    teamId: TEAM.teamId,
    otherTeamId: OTHER_TEAM.teamId,
  });
  const [ours, floor] = await interleave([runsJobs(ground, full, JOBS), runsJobs(ground, empty, JOBS)]);
  await Promise.all([full.stop(), empty.stop()]);
  await Promise.all(Object.values(databases).map(refuseUnfinished));
  return [{ what: 'the same engine on empty tables', target: 0.8, ...compare(ours, floor), ours, floor }];
}
