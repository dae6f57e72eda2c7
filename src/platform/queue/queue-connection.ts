import { PostgresConnection } from 'bullmq';
import pg from 'pg';
import { CONNECT_TIMEOUT_MS, SILENCE_MS, STATEMENT_TIMEOUT_MS } from '../database/patience.js';
import { preparedName } from '../database/prepared.js';
import { QuietClient } from '../database/quiet-client.js';
import { QUEUE_SCHEMA } from '../database/queue-schema.js';

/** Two for the statements of a Queue or a Worker, and one by which a Worker hears of jobs. */
const POOL_SIZE = 3;

/** BullMQ's connection on a pool of ours: of those that it makes itself, one that breaks at the wrong moment ends the process. */
export class QueueConnection extends PostgresConnection {
  declare readonly pool: pg.Pool;

  constructor(config: pg.PoolConfig) {
    const pool = new pg.Pool({
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: SILENCE_MS,
      ...config,
      Client: QuietClient,
      // A connection on which nothing was answered in time is closed, and not used again.
      pipeline: true,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      max: POOL_SIZE,
      keepAlive: true,
      application_name: 'engine-queue',
      options: `-c search_path=${QUEUE_SCHEMA}`,
      verify: refuseBroken,
    });
    super(pool);
    this.once('close', () => void pool.end());
  }

  /** Planned once a connection where it is `prepared`. */
  async run<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>({ name: preparedName(sql), text: sql, values });
    return rows;
  }

  /** The schema is looked at before the process starts; BullMQ would look again, and keep a failure for as long as it lives. */
  override waitUntilReady(): Promise<void> {
    return Promise.resolve();
  }
}

/** BullMQ keeps the connection by which it hears, and would keep one that broke before it could listen to its end. */
function refuseBroken(client: pg.PoolClient, done: (error?: Error) => void): void {
  // What came together with the welcome has been read by then.
  queueMicrotask(() => done((client as unknown as QuietClient).brokenBy));
}
