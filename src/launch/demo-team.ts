import type { EngineConfig } from '../platform/config/config.types.js';
import { readDemoState, readDemoToken, writeDemoState, writeDemoToken } from './demo-state.js';
import type { EngineClient } from './engine-client.js';

type Launch = Pick<EngineConfig, 'dataDir' | 'adminToken'>;

/**
 * Makes the demo team and answers its token, or null when somebody deleted that file. It uses
 * the operator's API. Each step is written down as it is done, and the
 * idempotency keys cover a kill between a step and its note: there is never a second team.
 */
export async function ensureDemoTeam(
  client: EngineClient,
  { dataDir, adminToken }: Launch,
): Promise<string | null> {
  const state = readDemoState(dataDir);
  if (state.teamId === undefined) {
    const { teamId } = await client.post<{ teamId: string }>('/v1/admin/teams', {
      token: adminToken,
      idempotencyKey: 'demo-team',
      body: { name: 'Demo', plan: 'pro' },
    });
    state.teamId = teamId;
    writeDemoState(dataDir, state);
  }
  if (state.tokenId === undefined) {
    const made = await client.post<{ tokenId: string; token: string }>(
      `/v1/admin/teams/${state.teamId}/tokens`,
      {
        token: adminToken,
        idempotencyKey: 'demo-token',
        body: { name: 'Demo' },
      },
    );
    writeDemoToken(dataDir, made.token);
    state.tokenId = made.tokenId;
    writeDemoState(dataDir, state);
  }
  return readDemoToken(dataDir);
}
