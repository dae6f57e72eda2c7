import type { Json } from '../support/api.js';
import type { Emulator, Work } from './ground/emulator.js';
import type { Reply } from './ground/reply.js';
import { BflEmulator, contentRefused as taskModerated } from './bfl/bfl.emulator.js';
import { ComfyUiEmulator } from './comfyui/comfyui.emulator.js';
import { contentRefused as soundRefused, ElevenLabsEmulator } from './elevenlabs/elevenlabs.emulator.js';
import { contentRefused, FalEmulator } from './fal/fal.emulator.js';
import { contentRefused as interactionRefused, GoogleEmulator } from './google/google.emulator.js';
import {
  contentRefused as generationFlagged,
  LumaAgentsEmulator,
} from './luma-agents/luma-agents.emulator.js';
import { contentRefused as generationFailed, LumaEmulator } from './luma/luma.emulator.js';
import { failedForContent, OpenAiEmulator, refusedForContent } from './openai/openai.emulator.js';
import { contentRefused as predictionRefused, ReplicateEmulator } from './replicate/replicate.emulator.js';
import { contentRefused as taskRefused, RunwayEmulator } from './runway/runway.emulator.js';
import {
  blurred,
  contentRefused as pictureRefused,
  StabilityEmulator,
} from './stability/stability.emulator.js';

/** How one provider is driven by the suites that all providers pass. */
export interface Emulated {
  id: string;
  emulator: Emulator & { answersWith: (work: Work) => Promise<Reply> | Reply };
  env(url: string): Record<string, string>;
  /** A job that goes to it; `prompt` carries the mark of the faults. */
  job: Json;
  /** Left out by servers that refuse nobody's content. */
  contentRefused?: (work: Work) => Reply;
  /** For what it shows once it is made. */
  outputRefused?: (work: Work) => Promise<Reply>;
  /** Answers at once with what it made, so there is nothing to ask after. */
  isSynchronous?: true;
  /** Sends what it made with the answer and not by an address. */
  sendsBytes?: true;
  /** The answer is what it made and nothing else, so half of it is a broken file. */
  answersWithFile?: true;
  /** Lets unanswered work be found again. */
  findsWork?: true;
  /** The same attempt twice is one: what was not answered is sent again. */
  isIdempotent?: true;
}

export const EMULATED: Emulated[] = [
  {
    id: 'fal',
    emulator: new FalEmulator(),
    env: (url) => ({ FAL_KEY: 'key:secret', FAL_BASE_URL: url }),
    job: { type: 'image', model: 'flux-2-turbo' },
    contentRefused,
  },
  {
    id: 'replicate',
    emulator: new ReplicateEmulator(),
    env: (url) => ({ REPLICATE_API_TOKEN: 'r8_test', REPLICATE_BASE_URL: url }),
    job: { type: 'image', model: 'flux-schnell' },
    contentRefused: predictionRefused,
    findsWork: true,
  },
  {
    id: 'comfyui',
    emulator: new ComfyUiEmulator(),
    env: (url) => ({ COMFYUI_BASE_URL: url }),
    job: { type: 'image', model: 'comfyui-flux-schnell' },
    isIdempotent: true,
    findsWork: true,
  },
  {
    id: 'runway',
    emulator: new RunwayEmulator(),
    env: (url) => ({ RUNWAYML_API_SECRET: 'key_test', RUNWAYML_BASE_URL: url }),
    job: { type: 'image', model: 'gen-4-image' },
    contentRefused: taskRefused,
  },
  {
    id: 'bfl',
    emulator: new BflEmulator(),
    env: (url) => ({ BFL_API_KEY: 'test', BFL_BASE_URL: url }),
    job: { type: 'image', model: 'flux-2-flex' },
    contentRefused: taskModerated,
  },
  {
    id: 'openai',
    emulator: new OpenAiEmulator(),
    env: (url) => ({ OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: url }),
    job: { type: 'image', model: 'gpt-image-2' },
    contentRefused: failedForContent,
    sendsBytes: true,
  },
  {
    id: 'openai-compatible',
    emulator: new OpenAiEmulator(),
    env: (url) => ({ OPENAI_COMPATIBLE_BASE_URL: url, OPENAI_COMPATIBLE_API_KEY: 'test' }),
    job: { type: 'image', model: 'local-image' },
    contentRefused: refusedForContent,
    isSynchronous: true,
    sendsBytes: true,
  },
  {
    id: 'elevenlabs',
    emulator: new ElevenLabsEmulator(),
    env: (url) => ({ ELEVENLABS_API_KEY: 'test', ELEVENLABS_BASE_URL: url }),
    job: { type: 'audio', model: 'eleven-v3' },
    contentRefused: soundRefused,
    isSynchronous: true,
    sendsBytes: true,
    answersWithFile: true,
  },
  {
    id: 'google',
    emulator: new GoogleEmulator(),
    env: (url) => ({ GEMINI_API_KEY: 'test', GEMINI_BASE_URL: url }),
    job: { type: 'image', model: 'nano-banana-2' },
    contentRefused: interactionRefused,
  },
  {
    id: 'stability',
    emulator: new StabilityEmulator(),
    env: (url) => ({ STABILITY_API_KEY: 'sk-test', STABILITY_BASE_URL: url }),
    job: { type: 'image', model: 'stable-image-core' },
    contentRefused: pictureRefused,
    outputRefused: blurred,
    isSynchronous: true,
    sendsBytes: true,
    answersWithFile: true,
  },
  {
    id: 'luma',
    emulator: new LumaEmulator(),
    env: (url) => ({ LUMAAI_API_KEY: 'luma-test', LUMAAI_BASE_URL: url }),
    job: { type: 'image', model: 'photon-1' },
    contentRefused: generationFailed,
    findsWork: true,
  },
  {
    id: 'luma-agents',
    emulator: new LumaAgentsEmulator(),
    env: (url) => ({ LUMA_AGENTS_API_KEY: 'luma-api-test', LUMA_AGENTS_BASE_URL: url }),
    job: { type: 'image', model: 'uni-1' },
    contentRefused: generationFlagged,
  },
];
