import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  PreparedRender,
  ProviderContext,
  RemoteState,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { ProviderClient } from '../remote/provider-client.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainGoogle } from './google-errors.js';
import { type GoogleInteraction, stateOf } from './google-interaction.js';

const GOOGLE: Vendor = {
  id: 'google',
  name: 'Google',
  url: 'https://generativelanguage.googleapis.com',
  variable: 'GEMINI_API_KEY',
  freeQuestion: '/v1beta/models?pageSize=1',
  capabilities: {
    modes: ['poll'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 3 * SECOND_MS,
    outputTtlMs: null,
  },
  explain: explainGoogle,
};
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** Google's Gemini API. Interactions run in the background and are asked after, pictures as well as films. */
@Injectable()
export class GoogleProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(GOOGLE, config, client);
  }

  async submit({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const interaction = await this.ask(context, {
      method: 'POST',
      url: this.interactions(''),
      body: { ...body, background: true, store: true, labels: { attempt: context.attemptId.toLowerCase() } },
      costly: true,
    });
    return this.accepted((interaction as GoogleInteraction).id);
  }

  override async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const interaction = await this.ask(context, {
      url: this.interactions(`/${encodeURIComponent(externalId)}`),
      maxBytes: MOST_ANSWER_BYTES,
      renders: true,
    });
    return stateOf(interaction as GoogleInteraction, context);
  }

  async cancel({ externalId }: ExternalRef, context: ProviderContext) {
    const url = this.interactions(`/${encodeURIComponent(externalId)}/cancel`);
    const { status } = (await this.ask(context, { method: 'POST', url })) as GoogleInteraction;
    return status === 'cancelled' ? ('canceled' as const) : ('requested' as const);
  }

  /** Large files lie on the same host and want the key. */
  override isOwnAddress(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === new URL(this.account.base).origin;
  }

  protected override fileHeaders(context: ProviderContext) {
    return this.authorization(context);
  }

  protected override authorization(context: Pick<CallContext, 'key'>) {
    return { 'x-goog-api-key': this.account.key(context) };
  }

  private interactions(path: string): string {
    return `${this.account.base}/v1beta/interactions${path}`;
  }
}
