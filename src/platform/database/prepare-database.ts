import pg from 'pg';
import type { DatabaseConfig, EngineConfig } from '../config/config.types.js';
import { ensureRoles, refuseMightyRoles } from './database-roles.js';
import { migrate, refusePending } from './migrations.js';
import { connect } from './one-connection.js';
import { prepareQueueSchema, refuseMissingQueueSchema } from './queue-schema.js';

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
  await owner.query(`select pg_advisory_lock(${LOCK})`);
  try {
    await ensureRoles(owner, config);
    await migrate(config.ownerUrl);
    await prepareQueueSchema(owner);
  } finally {
    await owner.query(`select pg_advisory_unlock(${LOCK})`);
  }
}

async function check(owner: pg.Client): Promise<void> {
  await refusePending(owner);
  await refuseMissingQueueSchema(owner);
}
