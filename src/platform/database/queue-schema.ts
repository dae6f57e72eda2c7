import { Logger } from '@nestjs/common';
import { assertSchemaCompatibility, runMigrations } from 'bullmq';
import pg from 'pg';
import { SECOND_MS } from '../clock.js';
import { SYSTEM_ROLE } from '../config/database-urls.js';
import { DatabaseNotReady } from './database-not-ready.js';
import { sqlState } from './sql-state.js';

/** BullMQ's tables. Its queues and workers run as the system role, which owns nothing and so needs to be let in. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Emptied by a crash of Postgres, which costs a job that was sent no more than being sent again; in return no hand-over
 * waits for the disk. In this order: what is kept may not refer to what is not.
 */
const DISPOSABLE = ['job_log', 'job_dependency', 'job', 'event'];

const LONGEST_WAIT_MS = 2 * SECOND_MS;
const LOCK_NOT_AVAILABLE = '55P03';

const logger = new Logger('Database');

export async function prepareQueueSchema(owner: pg.Client): Promise<void> {
  await runMigrations(owner, QUEUE_SCHEMA);
  await makeDisposable(owner);
  await owner.query(`grant usage on schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE}`);
  for (const kind of ['tables', 'functions']) {
    await owner.query(`grant all on all ${kind} in schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE}`);
  }
  for (const kind of ['tables', 'functions', 'sequences']) {
    await owner.query(
      `alter default privileges in schema ${QUEUE_SCHEMA} grant all on ${kind} to ${SYSTEM_ROLE}`,
    );
  }
  await grantOwnSequences(owner);
}

/** Only what is not so yet, and not for long: all work waits for who waits for this lock, such as behind a dump. */
async function makeDisposable(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select quote_ident($1) || '.' || quote_ident(relname) as name from pg_class
     where relnamespace = $1::regnamespace and relname = any ($2) and relpersistence = 'p'
     order by array_position($2, relname::text)`,
    [QUEUE_SCHEMA, DISPOSABLE],
  );
  try {
    await owner.query(`set lock_timeout = '${LONGEST_WAIT_MS}ms'`);
    for (const { name } of rows) await owner.query(`alter table ${name} set unlogged`);
  } catch (error) {
    if (sqlState(error) !== LOCK_NOT_AVAILABLE) throw error;
    logger.warn(
      'The tables of the queue are in use and stay as they are, which is slower; the next start tries again.',
    );
  } finally {
    await owner.query(`reset lock_timeout`);
  }
}

/** Not "all sequences": those that the system role made are its own, and the owner may not grant them. */
async function grantOwnSequences(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind = 'S' and relnamespace = $1::regnamespace and relowner = current_user::regrole`,
    [QUEUE_SCHEMA],
  );
  for (const { name } of rows) await owner.query(`grant all on sequence ${name} to ${SYSTEM_ROLE}`);
}

export async function refuseMissingQueueSchema(owner: pg.Client): Promise<void> {
  try {
    await assertSchemaCompatibility(owner, QUEUE_SCHEMA);
  } catch (cause) {
    throw new DatabaseNotReady(
      `MIGRATE=off, and the schema ${QUEUE_SCHEMA} of the queue is missing or does not fit this version. ` +
        'Start one process with MIGRATE=auto first.',
      { cause },
    );
  }
}
