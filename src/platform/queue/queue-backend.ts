import { createPostgresBackend } from 'bullmq';
import pg from 'pg';
import { QUEUE_SCHEMA } from '../database/queue-schema.js';
import { QuietClient } from '../database/quiet-client.js';

/** Two for the statements of a Queue or a Worker, and one by which a Worker hears of jobs. */
const POOL_SIZE = 3;

/** After a wait that failed a Worker would listen for up to an hour, also on a connection that has silently died. */
const LONGEST_LISTEN_SECONDS = 10;

/** BullMQ's backend on a pool of ours: of those that it makes itself, one that breaks at the wrong moment ends the process. */
export const queueBackend: typeof createPostgresBackend = (name, options, role) => {
  const pool = new pg.Pool({
    ...(options.connection as pg.PoolConfig),
    Client: QuietClient,
    max: POOL_SIZE,
    keepAlive: true,
    application_name: 'engine-queue',
    options: `-c search_path=${QUEUE_SCHEMA}`,
  });
  const backend = createPostgresBackend(name, { ...options, connection: pool }, role);
  backend.on('close', () => void pool.end());
  Object.defineProperty(backend, 'maximumBlockTimeout', { value: LONGEST_LISTEN_SECONDS });
  return backend;
};
