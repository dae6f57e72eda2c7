import { SECOND_MS } from '../../platform/clock.js';
import type { ProviderSettings, RemoteProviderId } from '../../platform/config/config.types.js';
import type { CallContext, ProviderCapabilities } from '../provider.types.js';
import type { Explanation } from './classify-fault.js';
import type { RefusingAnswer } from './provider-fault.errors.js';

/** What is known of a provider before anything is asked of it. */
export interface Vendor {
  id: RemoteProviderId;
  /** What it is called in messages. */
  name: string;
  /** The vendor's own address; null for what everybody runs for themselves. */
  url: string | null;
  /** The variable without which it works for nobody but teams with a key of their own. */
  variable: string;
  /** The path of the cheapest question that costs nothing and is answered to good keys only. */
  freeQuestion: string;
  capabilities: ProviderCapabilities;
  /** Sides of pictures are multiples of it. */
  sideStep?: number;
  /** The vendor's error body in the engine's words. */
  explain: (answer: RefusingAnswer) => Explanation;
}

/** Of those whose answer is what they made: nothing of theirs can be asked after or stopped. */
export const ANSWERS_AT_ONCE: ProviderCapabilities = {
  modes: ['sync'],
  cancel: 'none',
  idempotentSubmit: false,
  minPollMs: SECOND_MS,
  outputTtlMs: null,
};

/** The operator's account with a provider, and the address that goes with it. */
export class RemoteAccount {
  constructor(
    private readonly settings: ProviderSettings,
    private readonly vendor: Pick<Vendor, 'url' | 'variable'>,
  ) {}

  get base(): string {
    return this.settings.baseUrl ?? this.vendor.url ?? '';
  }

  missing(): string | null {
    const isThere = this.vendor.url === null ? this.settings.baseUrl !== null : this.settings.key !== null;
    return isThere ? null : this.vendor.variable;
  }

  /** The team's own key, where the job was submitted with one. */
  key({ key }: Pick<CallContext, 'key'>): string {
    return key ?? this.settings.key ?? '';
  }

  bearer(context: Pick<CallContext, 'key'>): { authorization?: string } {
    const key = this.key(context);
    return key === '' ? {} : { authorization: `Bearer ${key}` };
  }

  isOwnAddress(url: string): boolean {
    const { baseUrl } = this.settings;
    return baseUrl !== null && URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin;
  }
}
