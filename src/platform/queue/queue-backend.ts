import { type BackendFactory, ConnectionClosedError, PostgresQueueBackend } from 'bullmq';
import type pg from 'pg';
import { pause, SECOND_MS } from '../clock.js';
import { QueueConnection } from './queue-connection.js';

/** Before a worker asks again a database that refused. */
const REST_MS = SECOND_MS;

/** BullMQ's backend for a database that may be away: with its own, a worker asks again at once, and again, or not for an hour. */
class QueueBackend extends PostgresQueueBackend {
  /** A wait that failed is one that ended without news: the worker looks by itself, and waits for seconds again. */
  override async waitForJob(seconds: number) {
    try {
      return await super.waitForJob(seconds);
    } catch (error) {
      this.emit('error', error);
      await pause(REST_MS);
      return null;
    }
  }

  /** The worker rests after the one error that it knows as a lost connection, and does not tell of that. */
  override async moveToActive(token: string, name?: string) {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      this.emit('error', error);
      throw new ConnectionClosedError(undefined, error);
    }
  }
}

export const queueBackend: BackendFactory<PostgresQueueBackend> = (name, options, role) => {
  const connection = new QueueConnection(options.connection as pg.PoolConfig);
  // BullMQ finds the workers of a queue by the name of their connection.
  return new QueueBackend(
    connection,
    name,
    options as object as QueueOptions,
    true,
    role?.withBlockingConnection ? name : undefined,
  );
};

type QueueOptions = ConstructorParameters<typeof PostgresQueueBackend>[2];
