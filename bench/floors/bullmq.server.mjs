import { createPostgresBackend, Queue, runMigrations, setDefaultBackendFactory, Worker } from 'bullmq';
import { withClient } from '../ground/postgres.mjs';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// Raw BullMQ on the same backend, with the engine's number of slots and connections: add in bulk, do nothing, done.

const CHUNK = 500;

const { DATABASE_URL, SLOTS } = process.env;
setDefaultBackendFactory(createPostgresBackend);
// As BullMQ makes it: the engine's own is changed.
const schema = 'raw';
await withClient(DATABASE_URL, (client) => runMigrations(client, schema));
const connection = { connectionString: DATABASE_URL, schema, max: 2 };
const queue = new Queue('raw', { connection });
let done = 0;
let onDone = () => undefined;
const worker = new Worker('raw', () => Promise.resolve(), { connection, concurrency: Number(SLOTS) });
worker.on('completed', () => onDone(++done));
await worker.waitUntilReady();
let made = 0;

answerQuestions(async ({ jobs }) => {
  const beganAt = performance.now();
  const wanted = done + jobs;
  const all = new Promise((resolve) => (onDone = (count) => count >= wanted && resolve()));
  for (let left = jobs; left > 0; left -= CHUNK)
    await queue.addBulk(Array.from({ length: Math.min(left, CHUNK) }, aJob));
  await all;
  return { count: jobs, seconds: (performance.now() - beganAt) / 1_000 };
});
ready();

function aJob() {
  const jobId = `job-${++made}`;
  return { name: 'step', data: { id: jobId }, opts: { jobId, removeOnComplete: true, removeOnFail: true } };
}
