import type { Variable } from './variable.types.js';

/** Those of providers that are called over the network. */
export const PROVIDER_VARIABLES = {
  FAL_KEY: {
    fallback: 'models of fal are not available',
    example: '<key id>:<key secret>',
    description: 'Key of fal.ai. Unlocks most models of the catalogue.',
  },
  FAL_BASE_URL: {
    fallback: 'the addresses of fal.ai',
    example: 'https://fal-proxy.internal',
    description: 'Address of something that speaks as fal.ai does, such as a proxy.',
  },
  REPLICATE_API_TOKEN: {
    fallback: 'models that only Replicate has are not available',
    example: 'r8_<secret>',
    description: 'Token of Replicate.',
  },
  REPLICATE_BASE_URL: {
    fallback: 'https://api.replicate.com',
    example: 'https://replicate-proxy.internal',
    description: 'Address of something that speaks as Replicate does, such as a proxy. Without /v1.',
  },
  COMFYUI_BASE_URL: {
    fallback: 'its workflows are not available',
    example: 'http://comfyui:8188',
    description: 'Address of a ComfyUI server of your own.',
  },
  COMFYUI_API_KEY: {
    fallback: 'requests to that server carry no key',
    example: '<secret>',
    description: 'Bearer token of the proxy before that server, where there is one.',
  },
  RUNWAYML_API_SECRET: {
    fallback: 'models that only Runway has are not available',
    example: 'key_<secret>',
    description: 'Key of the Runway API.',
  },
  RUNWAYML_BASE_URL: {
    fallback: 'https://api.dev.runwayml.com',
    example: 'https://runway-proxy.internal',
    description: 'Address of something that speaks as the Runway API does, such as a proxy. Without /v1.',
  },
  BFL_API_KEY: {
    fallback: 'models that only Black Forest Labs has are not available',
    example: '<secret>',
    description: 'Key of Black Forest Labs, who make FLUX.',
  },
  BFL_BASE_URL: {
    fallback: 'https://api.bfl.ai',
    example: 'https://api.eu.bfl.ai',
    description: 'Address of one of their regions, or of something that speaks as they do. Without /v1.',
  },
  OPENAI_API_KEY: {
    fallback: 'models that only OpenAI has are not available',
    example: 'sk-<secret>',
    description: 'Key of OpenAI: GPT Image and speech.',
  },
  OPENAI_BASE_URL: {
    fallback: 'https://api.openai.com',
    example: 'https://openai-proxy.internal',
    description:
      'Address of something that speaks as OpenAI does, background responses included, such as a proxy. Without /v1.',
  },
  OPENAI_COMPATIBLE_BASE_URL: {
    fallback: 'models served at home are not available',
    example: 'http://localai:8080',
    description:
      'Address of LocalAI or another server that speaks as the endpoints of OpenAI for images and speech do. Without /v1.',
  },
  OPENAI_COMPATIBLE_API_KEY: {
    fallback: 'requests to that server carry no key',
    example: '<secret>',
    description: 'Key of that server, where it wants one.',
  },
  ELEVENLABS_API_KEY: {
    fallback: 'models that only ElevenLabs has are not available',
    example: '<secret>',
    description: 'Key of ElevenLabs: speech and sound effects.',
  },
  ELEVENLABS_BASE_URL: {
    fallback: 'https://api.elevenlabs.io',
    example: 'https://api.eu.residency.elevenlabs.io',
    description: 'Address of ElevenLabs for accounts that live elsewhere.',
  },
  GEMINI_API_KEY: {
    fallback: 'models that only Google has are not available',
    example: '<secret>',
    description: 'Key of the Gemini API: Gemini images and Omni video.',
  },
  GEMINI_BASE_URL: {
    fallback: 'https://generativelanguage.googleapis.com',
    example: 'https://gemini-proxy.internal',
    description: 'Address of something that speaks as the Gemini API does, such as a proxy.',
  },
  STABILITY_API_KEY: {
    fallback: 'models that only Stability AI has are not available',
    example: 'sk-<secret>',
    description: 'Key of Stability AI: Stable Image and Stable Diffusion 3.5.',
  },
  STABILITY_BASE_URL: {
    fallback: 'https://api.stability.ai',
    example: 'https://stability-proxy.internal',
    description: 'Address of something that speaks as Stability AI does, such as a proxy. Without /v2beta.',
  },
  LUMAAI_API_KEY: {
    fallback: "models that only Luma's Dream Machine has are not available",
    example: 'luma-<secret>',
    description: "Key of Luma's Dream Machine: Ray 2 films and Photon pictures.",
  },
  LUMAAI_BASE_URL: {
    fallback: 'https://api.lumalabs.ai',
    example: 'https://luma-proxy.internal',
    description:
      "Address of something that speaks as Luma's Dream Machine does, such as a proxy. Without /dream-machine/v1.",
  },
  LUMA_AGENTS_API_KEY: {
    fallback: "models that only Luma's newer API has are not available",
    example: 'luma-api-<secret>',
    description: "Key of Luma's newer API: Ray 3.2 films and Uni-1 pictures.",
  },
  LUMA_AGENTS_BASE_URL: {
    fallback: 'https://agents.lumalabs.ai',
    example: 'https://luma-agents-proxy.internal',
    description: "Address of something that speaks as Luma's newer API does, such as a proxy. Without /v1.",
  },
  PROVIDER_SLOTS: {
    fallback: '16',
    example: '64',
    description:
      'Jobs that a process submits to one provider at once. Renders under way there take none of these.',
  },
  PROVIDER_TIMEOUT_SECONDS: {
    fallback: '30',
    example: '60',
    description: 'How long one answer of a provider may take.',
  },
  PROVIDER_RENDER_TIMEOUT_SECONDS: {
    fallback: '600',
    example: '1800',
    description:
      'The same for providers whose answer is the finished work: speech, Stability AI, and servers of your own that speak as OpenAI does.',
  },
  PROVIDER_PAUSE_SECONDS: {
    fallback: '15',
    example: '30',
    description:
      'How long a provider that failed five times in a row gets no new jobs; it doubles up to five minutes. Meanwhile jobs wait or go to the next provider of their model.',
  },
  PROVIDER_PATIENCE_SECONDS: {
    fallback: '900',
    example: '3600',
    description:
      'How long a job whose submission a provider has not answered waits for a callback or a look-up to find it, before it fails and gives its credits back.',
  },
  PROVIDER_RESUBMIT_UNKNOWN: {
    fallback: 'none: such a job fails and gives its credits back',
    example: 'fal',
    description:
      'Comma list of providers to which a job may be submitted once more when the first submission was never answered. Both may be billed.',
  },
  PROVIDER_OWN_KEYS: {
    fallback: 'on',
    example: 'off',
    description:
      '`on` lets teams bring keys of their own for providers; `off` takes no new ones and uses none.',
  },
  PROVIDER_OWN_KEY_FEE_PERCENT: {
    fallback: '0',
    example: '10',
    description:
      "Percent of its price that a job costs which is made with the team's own key, rounded up to whole credits; the provider bills the team for the rest.",
  },
  PROVIDER_OWN_KEY_SLOTS: {
    fallback: '4',
    example: '16',
    description:
      'Jobs that a process submits at once with one key of a team, of PROVIDER_SLOTS for those of all teams together.',
  },
} as const satisfies Record<string, Variable>;
