import type { ProviderSettings, ProvidersConfig, RemoteProviderId } from './config.types.js';
import type { EnvironmentReader } from './environment-reader.js';
import type { VariableName } from './variables.js';

interface ProviderVariables {
  key: VariableName;
  baseUrl: VariableName;
}

/** Names that the vendors' own tools read, where they have one. */
const VARIABLES_OF: Record<RemoteProviderId, ProviderVariables> = {
  fal: { key: 'FAL_KEY', baseUrl: 'FAL_BASE_URL' },
  comfyui: { key: 'COMFYUI_API_KEY', baseUrl: 'COMFYUI_BASE_URL' },
  runway: { key: 'RUNWAYML_API_SECRET', baseUrl: 'RUNWAYML_BASE_URL' },
  bfl: { key: 'BFL_API_KEY', baseUrl: 'BFL_BASE_URL' },
  replicate: { key: 'REPLICATE_API_TOKEN', baseUrl: 'REPLICATE_BASE_URL' },
  openai: { key: 'OPENAI_API_KEY', baseUrl: 'OPENAI_BASE_URL' },
  'openai-compatible': { key: 'OPENAI_COMPATIBLE_API_KEY', baseUrl: 'OPENAI_COMPATIBLE_BASE_URL' },
  elevenlabs: { key: 'ELEVENLABS_API_KEY', baseUrl: 'ELEVENLABS_BASE_URL' },
  google: { key: 'GEMINI_API_KEY', baseUrl: 'GEMINI_BASE_URL' },
  stability: { key: 'STABILITY_API_KEY', baseUrl: 'STABILITY_BASE_URL' },
  luma: { key: 'LUMAAI_API_KEY', baseUrl: 'LUMAAI_BASE_URL' },
  'luma-agents': { key: 'LUMA_AGENTS_API_KEY', baseUrl: 'LUMA_AGENTS_BASE_URL' },
};

const OWN_KEYS = ['on', 'off'] as const;

export const REMOTE_PROVIDERS = Object.keys(VARIABLES_OF) as RemoteProviderId[];

export function readProviders(from: EnvironmentReader): ProvidersConfig {
  const read = REMOTE_PROVIDERS.map((id) => [id, readProvider(from, VARIABLES_OF[id])] as const);
  return {
    each: Object.fromEntries(read) as Record<RemoteProviderId, ProviderSettings>,
    slots: from.number('PROVIDER_SLOTS', 16, { min: 1, max: 1_000 }),
    resubmitUnknown: readResubmitting(from),
    timeoutMs: from.milliseconds('PROVIDER_TIMEOUT_SECONDS', 30, { min: 0.1, max: 600 }),
    renderTimeoutMs: from.milliseconds('PROVIDER_RENDER_TIMEOUT_SECONDS', 600, { min: 0.1, max: 7_200 }),
    pauseMs: from.milliseconds('PROVIDER_PAUSE_SECONDS', 15, { min: 0.01, max: 300 }),
    patienceMs: from.milliseconds('PROVIDER_PATIENCE_SECONDS', 900, { min: 0, max: 86_400 }),
    ownKeys: {
      allowed: from.choice('PROVIDER_OWN_KEYS', OWN_KEYS, 'on') === 'on',
      feePercent: from.number('PROVIDER_OWN_KEY_FEE_PERCENT', 0, { min: 0, max: 100 }),
      slots: from.number('PROVIDER_OWN_KEY_SLOTS', 4, { min: 1, max: 1_000 }),
    },
  };
}

function readProvider(from: EnvironmentReader, { key, baseUrl }: ProviderVariables): ProviderSettings {
  return { key: readKey(from, key), baseUrl: readBaseUrl(from, baseUrl) };
}

/** It travels in a header, which takes no other characters. */
function readKey(from: EnvironmentReader, variable: VariableName): string | null {
  const key = from.text(variable) ?? null;
  if (key !== null && !/^[\x21-\x7e]+$/.test(key))
    from.reject(variable, 'must be printable ASCII without spaces');
  return key;
}

function readBaseUrl(from: EnvironmentReader, variable: VariableName): string | null {
  const value = from.text(variable);
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username && !url.password)
    return url.href.replace(/\/+$/, '');
  from.reject(variable, 'must be an http(s) address without user, query or fragment');
  return null;
}

function readResubmitting(from: EnvironmentReader): RemoteProviderId[] {
  const named = from.list('PROVIDER_RESUBMIT_UNKNOWN');
  const known = REMOTE_PROVIDERS.filter((id) => named.includes(id));
  if (known.length < new Set(named).size)
    from.reject('PROVIDER_RESUBMIT_UNKNOWN', `must be a comma list of ${REMOTE_PROVIDERS.join(', ')}`);
  return known;
}
