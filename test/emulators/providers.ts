import type { Json } from '../support/api.js';
import type { Emulator, Work } from './ground/emulator.js';
import type { Reply } from './ground/reply.js';
import { contentRefused, FalEmulator } from './fal/fal.emulator.js';

/** How one provider is driven by the suites that all providers pass. */
export interface Emulated {
  id: string;
  emulator: Emulator & { answersWith: (work: Work) => Promise<Reply> | Reply };
  env(url: string): Record<string, string>;
  /** A job that goes to it; `prompt` carries the mark of the faults. */
  job: Json;
  contentRefused(): Reply;
  /** Answers at once with what it made, so there is nothing to ask after. */
  isSynchronous?: true;
  /** Sends what it made with the answer and not by an address. */
  sendsBytes?: true;
  /** The same attempt twice is one: what was not answered is sent again. */
  isIdempotent?: true;
  /** Lets unanswered work be found again. */
  findsWork?: true;
}

export const EMULATED: Emulated[] = [
  {
    id: 'fal',
    emulator: new FalEmulator(),
    env: (url) => ({ FAL_KEY: 'key:secret', FAL_BASE_URL: url }),
    job: { type: 'image', model: 'flux-2-turbo' },
    contentRefused,
  },
];
