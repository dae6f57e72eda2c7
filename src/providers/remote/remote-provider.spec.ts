import type { EngineConfig, RemoteProviderId } from '../../platform/config/config.types.js';
import { ComfyUiProvider } from '../comfyui/comfyui.provider.js';
import { ElevenLabsProvider } from '../elevenlabs/elevenlabs.provider.js';
import { ProviderClient } from './provider-client.js';

function aConfig(id: RemoteProviderId, allowed = true): EngineConfig {
  const each = { [id]: { key: null, baseUrl: 'http://127.0.0.1:9' } };
  return { providers: { each, ownKeys: { allowed, feePercent: 0, slots: 1 } } } as unknown as EngineConfig;
}

function elevenLabs(allowed: boolean): ElevenLabsProvider {
  const config = aConfig('elevenlabs', allowed);
  return new ElevenLabsProvider(config, new ProviderClient(config));
}

describe('a provider far away', () => {
  it('takes keys of teams, unless the operator wants none', () => {
    expect(elevenLabs(true).takesOwnKeys()).toBe(true);
    expect(elevenLabs(false).takesOwnKeys()).toBe(false);
  });

  it("takes none of them for a server of the operator's own", () => {
    const config = aConfig('comfyui');
    expect(new ComfyUiProvider(config, new ProviderClient(config)).takesOwnKeys()).toBe(false);
  });
});
