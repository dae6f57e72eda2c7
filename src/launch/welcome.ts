import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineConfig } from '../platform/config/config.types.js';
import { sayAddress, sayFirstSteps, sayWhereTokensAre } from './banner.js';
import { runDemoJob } from './demo-job.js';
import { demoTokenFile, readDemoState, writeDemoState } from './demo-state.js';
import { ensureDemoTeam } from './demo-team.js';
import { EngineClient } from './engine-client.js';
import { say } from './terminal.js';

/** What whoever started the engine on their machine gets to see; on the very first start, the whole of it at work. */
export async function welcome(url: string, config: EngineConfig, stopping: AbortSignal): Promise<void> {
  try {
    await demonstrate(new EngineClient(url, stopping), config);
  } catch (error) {
    if (!stopping.aborted) say(`  The demonstration did not finish: ${String(error)}\n`);
  }
  if (stopping.aborted) return;
  sayAddress(url);
  sayWhereTokensAre({ demo: demoTokenFile(config.dataDir), admin: adminTokenPlace(config) });
}

async function demonstrate(client: EngineClient, config: EngineConfig): Promise<void> {
  const { dataDir } = config;
  const token = await ensureDemoTeam(client, config);
  if (token === null) return;
  await introduce(client, { dataDir, token });
  await runDemoJob(client, { dataDir, token });
}

async function introduce(
  client: EngineClient,
  { dataDir, token }: { dataDir: string; token: string },
): Promise<void> {
  const state = readDemoState(dataDir);
  if (state.introduced) return;
  sayFirstSteps({ url: client.url, token, mcp: await client.isRouted('/mcp') });
  writeDemoState(dataDir, { ...state, introduced: true });
}

function adminTokenPlace({ dataDir, adminToken }: EngineConfig): string {
  const file = join(dataDir, 'admin-token');
  const isKept = existsSync(file) && readFileSync(file, 'utf8').trim() === adminToken;
  return isKept ? file : 'the variable ADMIN_TOKEN';
}
