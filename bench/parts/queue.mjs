import { refuseUnfinished, runsJobs, SLOTS, startNoopEngine } from '../ground/noop-engine.mjs';
import { startServer } from '../ground/processes.mjs';
import { compare, interleave } from '../ground/rounds.mjs';

const JOBS = 1_000;

export const title = `${JOBS} jobs from submission to their end, a handler that does nothing, ${SLOTS} slots`;

export async function run(ground) {
  const databaseUrl = await ground.freshDatabase('queue_engine');
  const engine = await startNoopEngine(ground, databaseUrl);
  const raw = await startServer('floors/bullmq.server.mjs', {
    DATABASE_URL: await ground.freshDatabase('queue_raw'),
    SLOTS: String(SLOTS),
  });
  const [ours, floor] = await interleave([runsJobs(ground, engine, JOBS), runsJobs(ground, raw, JOBS)]);
  await Promise.all([engine.stop(), raw.stop()]);
  await refuseUnfinished(databaseUrl);
  return [{ what: 'raw BullMQ on the same backend', target: 0.5, ...compare(ours, floor), ours, floor }];
}
