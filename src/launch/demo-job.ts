import { readDemoState, writeDemoState } from './demo-state.js';
import type { EngineClient } from './engine-client.js';
import { bar, ProgressLine } from './terminal.js';

interface Job {
  id: string;
  status: string;
  progress: number;
  output: { url: string }[];
  error: { message: string } | null;
}

const ENDED = new Set(['completed', 'failed', 'canceled']);

export const DEMO_REQUEST = {
  type: 'image',
  preset: 'blog_thumbnail',
  prompt:
    'A lighthouse above a calm sea at dawn, soft mist and long warm light, titled "Made while you waited"',
};

/** One real job through the engine's own API, so that the first start shows the whole. A stop ends the watching only. */
export async function runDemoJob(
  client: EngineClient,
  { dataDir, token }: { dataDir: string; token: string },
): Promise<void> {
  const state = readDemoState(dataDir);
  if (state.finished) return;
  const submitted = await client.post<Job>('/v1/jobs', {
    token,
    idempotencyKey: 'demo-job',
    body: DEMO_REQUEST,
  });
  writeDemoState(dataDir, { ...state, jobId: submitted.id });
  const job = await watch(client, { submitted, token });
  writeDemoState(dataDir, { ...state, jobId: job.id, finished: true });
}

async function watch(
  client: EngineClient,
  { submitted, token }: { submitted: Job; token: string },
): Promise<Job> {
  let job = submitted;
  const line = new ProgressLine();
  while (!ENDED.has(job.status)) {
    line.show(`  First job  ${bar(job.progress)}  ${job.status}`);
    job = await client.get<Job>(`/v1/jobs/${job.id}?wait=1`, { token });
  }
  const [picture] = job.output;
  line.end(
    picture
      ? `  Your first picture:\n  ${picture.url}\n`
      : `  The first job ended as ${job.status}: ${job.error?.message}\n`,
  );
  return job;
}
