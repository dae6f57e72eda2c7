import type { EngineConfig } from '../../platform/config/config.types.js';
import { DatabaseNotReady } from '../../platform/database/database-not-ready.js';
import { refusePending } from '../../platform/database/migrations.js';
import { connect } from '../../platform/database/one-connection.js';
import { refuseMissingQueueSchema } from '../../platform/database/queue-schema.js';
import { findRunningEngine } from '../engine-file.js';
import type { Finding } from './finding.types.js';

const AREA = 'database';

export async function checkDatabase(config: EngineConfig): Promise<Finding[]> {
  return config.database.embedded ? [await embedded(config)] : ofTheOperator(config);
}

/** It runs with the engine and is not started for a look. */
async function embedded({ dataDir }: EngineConfig): Promise<Finding> {
  const engine = await findRunningEngine(dataDir);
  if (!engine)
    return {
      area: AREA,
      state: 'note',
      says: `Embedded, in ${dataDir}. It starts with the engine, which is not running.`,
    };
  const ready = await fetch(`${engine.url}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
  return ready
    ? { area: AREA, state: 'ok', says: `Embedded; the engine at ${engine.url} works with it.` }
    : { area: AREA, state: 'problem', says: `Embedded; the engine at ${engine.url} is not ready.` };
}

async function ofTheOperator({ database, migrate }: EngineConfig): Promise<Finding[]> {
  const owner = await connect(database.ownerUrl);
  try {
    const { rows } = await owner.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const version: Finding = { area: AREA, state: 'ok', says: `PostgreSQL ${rows[0]!.version} answers.` };
    await refusePending(owner);
    await refuseMissingQueueSchema(owner);
    for (const url of [database.appUrl, database.systemUrl]) await (await connect(url)).end();
    return [version, { area: 'schema', state: 'ok', says: 'Up to date; the roles of the engine get in.' }];
  } catch (error) {
    if (!(error instanceof DatabaseNotReady) || migrate === 'off') throw error;
    const says = 'Not made, or of another version. The next start of the engine migrates it.';
    return [{ area: 'schema', state: 'note', says }];
  } finally {
    await owner.end();
  }
}
