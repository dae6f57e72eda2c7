import type { JobRecord, JobState } from '../../jobs/job.types.js';
import type { Notifications } from '../../platform/database/notifications.js';
import type { Actor } from '../../teams/actor.types.js';
import { PolledJobs } from './polled-jobs.service.js';

const ID = 'mjb_01ARZ3NDEKTSV4RRFFQ69G5FAV';
const OWNER = { teamId: 'tea_1' } as Actor;

let settled: (id: string) => void;
let reads: number;
let state: JobState;
let jobs: PolledJobs;

beforeEach(() => {
  reads = 0;
  state = 'running';
  const notifications = { on: (_channel: string, listener: typeof settled) => void (settled = listener) };
  jobs = new PolledJobs(notifications as unknown as Notifications);
  jobs.onApplicationBootstrap();
});

async function poll(actor = OWNER): Promise<JobState> {
  const job = await jobs.recall(actor, ID, () => {
    reads++;
    return Promise.resolve({ id: ID, teamId: actor.teamId, state } as JobRecord);
  });
  return job.state;
}

test('who polls faster than told costs one query', async () => {
  for (let times = 0; times < 50; times++) expect(await poll()).toBe('running');
  expect(reads).toBe(1);
});

test('an end is told at once', async () => {
  await poll();
  state = 'succeeded';
  settled(ID);
  expect(await poll()).toBe('succeeded');
});

test('what one team read is not told another', async () => {
  await poll();
  await poll({ teamId: 'tea_2' } as Actor);
  expect(reads).toBe(2);
});
