import {
  type BackendFactory,
  ConnectionClosedError,
  type JobJson,
  PostgresQueueBackend,
  type WorkerOptions,
} from 'bullmq';
import type pg from 'pg';
import { pause, SECOND_MS } from '../clock.js';
import { SharedTurns } from '../shared-turns.js';
import { QueueConnection } from './queue-connection.js';
import { ADD, HAND_OVER, type HandedOver, type HandOver } from './queue-statements.js';

/** Before a worker asks again a database that refused. */
const REST_MS = SECOND_MS;
const MOST_HAND_OVERS = 100;

type AddedJobs = Parameters<PostgresQueueBackend['addJobs']>[0];
type Completion = Parameters<PostgresQueueBackend['moveToCompleted']>;

/**
 * BullMQ's backend, for a database that may be away: with its own, a worker asks again at once, and again, or not for an
 * hour. And for slots that all become free at once, each of which would have a statement and a commit of its own.
 * It knows what the engine asks of a queue: jobs that wait for nothing and leave no trace.
 */
class QueueBackend extends PostgresQueueBackend {
  declare connection: QueueConnection;
  private readonly handOvers = new SharedTurns<HandOver, HandedOver>({
    most: MOST_HAND_OVERS,
    serve: (_, asked) => this.handOver(asked),
  });

  override async addJobs(jobs: AddedJobs): Promise<string[]> {
    const rows = jobs.map(({ job: { name, data, opts, timestamp }, jobId: id }) => ({
      id,
      name,
      data,
      opts,
      timestamp,
    }));
    await this.connection.run(ADD, [this.queueName, JSON.stringify(rows)]);
    return rows.map(({ id }) => id);
  }

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
  override async moveToActive(token: string) {
    try {
      const { next } = await this.handOvers.ask(this.queueName, { token, wantsNext: true });
      return found(next);
    } catch (error) {
      this.emit('error', error);
      throw new ConnectionClosedError(undefined, error);
    }
  }

  /** What is to be kept, or is not this worker's any more, goes BullMQ's own way. */
  override async moveToCompleted(...completion: Completion) {
    const [{ id: ended }, , removeOnComplete, token, wantsNext] = completion;
    if (removeOnComplete !== true) return super.moveToCompleted(...completion);
    const { hasEnded, next } = await this.handOvers.ask(this.queueName, { token, ended, wantsNext });
    if (!hasEnded) return super.moveToCompleted(...completion);
    return { result: wantsNext ? found(next) : undefined, finishedOn: Date.now() };
  }

  private handOver(asked: HandOver[]): Promise<HandedOver[]> {
    const { lockDuration } = this.opts as WorkerOptions;
    return this.connection.run(HAND_OVER, [this.queueName, JSON.stringify(asked), Date.now(), lockDuration]);
  }
}

/** As a worker wants to be told: the job, its id, and for how long to rest before it asks again. */
function found(next: JobJson | null): [JobJson | null, string, number, number] {
  return [next, next?.id ?? '', 0, 0];
}

export const queueBackend: BackendFactory<PostgresQueueBackend> = (name, options, role) => {
  const connection = new QueueConnection(options.connection as pg.PoolConfig);
  // BullMQ finds the workers of a queue by the name of their connection.
  const workerName = role?.withBlockingConnection ? name : undefined;
  return new QueueBackend(connection, name, options as object as QueueOptions, true, workerName);
};

type QueueOptions = ConstructorParameters<typeof PostgresQueueBackend>[2];
