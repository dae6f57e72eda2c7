import type { EngineConfig } from '../../platform/config/config.types.js';
import { connect } from '../../platform/database/one-connection.js';
import { SecretBox } from '../../platform/secret-box.js';
import type { Finding } from './finding.types.js';

const AREA = 'secret key';

/** What each sealed text begins with names the key that it was sealed with. */
const SEALED = `
  select distinct left(secret, 8) as key from (
    select secret from webhook_keys union all select secret from webhook_endpoints
    union all select secret from provider_keys union all select sealed from access_code_pepper
    union all select sealed_key from access_code_batches where sealed_key is not null
  ) sealed`;

/** Whether what the database holds sealed can be opened; of an embedded one the key lies beside it. */
export async function checkSecretKey({ database, secretKeys }: EngineConfig): Promise<Finding> {
  const set = secretKeys.length === 1 ? 'One key' : `${secretKeys.length} keys`;
  if (database.embedded) return { area: AREA, state: 'ok', says: `${set}.` };
  const known = new Set(secretKeys.map((key) => new SecretBox({ secretKeys: [key] }).prefix.slice(0, -1)));
  const system = await connect(database.systemUrl);
  try {
    const { rows } = await system.query<{ key: string }>(SEALED);
    const lost = rows.filter(({ key }) => !known.has(key));
    if (lost.length === 0)
      return { area: AREA, state: 'ok', says: `${set}; all that is sealed can be opened.` };
    return {
      area: AREA,
      state: 'problem',
      says: 'Secrets in the database were sealed with a key that SECRET_KEY does not have.',
      remedy: 'Put the keys that were used before behind the first in SECRET_KEY, separated by commas.',
    };
  } finally {
    await system.end();
  }
}
