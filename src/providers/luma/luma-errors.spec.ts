import type { EngineConfig } from '../../platform/config/config.types.js';
import { LumaAgentsProvider } from '../luma-agents/luma-agents.provider.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { failedGeneration } from './luma-errors.js';
import { LumaProvider } from './luma.provider.js';

const account = { key: 'key', baseUrl: null };
const config = {
  providers: { each: { luma: account, 'luma-agents': account }, ownKeys: { allowed: true } },
} as unknown as EngineConfig;
const client = new ProviderClient(config);

describe("what Luma's two APIs say", () => {
  it('tells which of them has said it', () => {
    const fault = new ProviderFault('not_sent', 'Nobody is there.');
    const messages = [new LumaProvider(config, client), new LumaAgentsProvider(config, client)].map(
      (provider) => provider.classify(fault).message,
    );
    expect(messages).toEqual([
      "Luma's Dream Machine could not be reached or is overloaded.",
      'Luma could not be reached or is overloaded.',
    ]);
    expect(failedGeneration({ failure_reason: 'Too dark.' }).message).toBe(
      "Luma's Dream Machine said: Too dark.",
    );
  });
});
