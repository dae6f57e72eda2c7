import { HOUR_MS } from '../../platform/clock.js';
import { PerAccount } from '../remote/per-account.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';

interface Voice {
  voice_id: string;
  name?: string;
}

interface KnownVoices {
  voices: Voice[];
  until: number;
}

type List = () => Promise<Voice[]>;

const VOICE_ID = /^[A-Za-z0-9]{20}$/;
/** Voices go by names such as "Rachel - calm"; people say the first word. */
const FIRST_WORD = /^[^\s-]+/;

/** People name voices, the API wants ids; an account's voices are its own. */
export class Voices {
  private readonly known = new PerAccount<KnownVoices>(() => ({ voices: [], until: 0 }));

  async idOf(voice: string, key: string, list: List): Promise<string> {
    if (VOICE_ID.test(voice)) return voice;
    const sought = voice.toLowerCase();
    const found = (await this.voicesOf(key, list)).find(({ name = '' }) =>
      [name, FIRST_WORD.exec(name)?.[0] ?? ''].some((one) => one.toLowerCase() === sought),
    );
    if (found) return found.voice_id;
    const detail = {
      status: 'voice_not_found',
      message: `There is no voice called ${JSON.stringify(voice)}.`,
    };
    throw new ProviderFault('refused', detail.message, {
      answer: { status: 400, headers: {}, body: { detail } },
    });
  }

  private async voicesOf(key: string, list: List): Promise<Voice[]> {
    const known = this.known.of(key);
    if (known.until <= Date.now())
      Object.assign(known, { voices: await list(), until: Date.now() + HOUR_MS });
    return known.voices;
  }
}
