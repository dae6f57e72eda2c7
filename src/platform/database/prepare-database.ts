import { Logger } from '@nestjs/common';
import type pg from 'pg';
import type { DatabaseConfig, EngineConfig } from '../config/config.types.js';
import { ensureRoles, refuseMightyRoles } from './database-roles.js';
import { migrate, refusePending } from './migrations.js';
import { connect } from './one-connection.js';
import { prepareQueueSchema, refuseMissingQueueSchema } from './queue-schema.js';

const logger = new Logger('Database');

const LOCK = `hashtext('mcp-media-engine prepare')`;

/** Everything the owner of the database does; afterwards the engine works as roles that can do less. */
export async function prepareDatabase(config: DatabaseConfig, mode: EngineConfig['migrate']): Promise<void> {
  const owner = await connect(config.ownerUrl);
  try {
    await (mode === 'auto' ? bringUpToDate(owner, config) : check(owner));
  } finally {
    await owner.end();
  }
  await refuseMightyRoles(config);
}

/** One process does it; those that start at the same time wait for it and find nothing left to do. */
async function bringUpToDate(owner: pg.Client, config: DatabaseConfig): Promise<void> {
  await waitForTurn(owner);
  try {
    await ensureRoles(owner, config);
    await migrate(config.ownerUrl);
    await prepareQueueSchema(owner);
  } finally {
    await owner.query(`select pg_advisory_unlock(${LOCK})`);
  }
}

/** A process that was stopped in the middle would let all others wait without a word. */
async function waitForTurn(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query<{ taken: boolean }>(`select pg_try_advisory_lock(${LOCK}) as taken`);
  if (rows[0]!.taken) return;
  logger.log('Another process prepares the database; waiting until it is done.');
  await owner.query(`select pg_advisory_lock(${LOCK})`);
}

async function check(owner: pg.Client): Promise<void> {
  await refusePending(owner);
  await refuseMissingQueueSchema(owner);
}
