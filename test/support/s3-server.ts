import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import type { BucketConfig } from '../../src/platform/config/config.types.js';
import { afterSuite } from './clean-up.js';
import { aFolder } from './engine.js';

const PROGRAM = path.resolve(__dirname, 's3-server.main.mjs');
const BUCKET = 'engine-files';

let endpoint: Promise<string> | undefined;

/** An empty part of a bucket of a real S3 server on this machine, which is started once for a suite. */
export async function aBucket(): Promise<BucketConfig> {
  endpoint ??= startServer();
  return {
    endpoint: await endpoint,
    region: 'us-east-1',
    bucket: BUCKET,
    prefix: `${randomUUID()}/`,
    // The keys that the server knows.
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  };
}

/** In a process of its own: it does not run as a part of a test. */
async function startServer(): Promise<string> {
  const server = fork(PROGRAM, [await aFolder(), BUCKET], { execArgv: [] });
  afterSuite(async () => {
    const exit = once(server, 'exit');
    server.kill();
    await exit;
  });
  const [port] = (await once(server, 'message')) as [number];
  return `http://127.0.0.1:${port}`;
}
