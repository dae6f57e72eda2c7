import { createPostgresBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import { answerQuestions, ready } from '../ground/server-side.mjs';

// Raw BullMQ on the same backend, with the engine's number of slots and connections: add in bulk, do nothing, done.

const CHUNK = 500;

const { DATABASE_URL, SLOTS } = process.env;
setDefaultBackendFactory(createPostgresBackend);
const connection = { connectionString: DATABASE_URL, schema: 'bullmq', max: 2 };
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
