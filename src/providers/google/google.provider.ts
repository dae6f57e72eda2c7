import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  PreparedRender,
  ProviderCapabilities,
  ProviderContext,
  ProviderError,
  RemoteState,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { classifyGoogle } from './google-errors.js';
import { type GoogleInteraction, stateOf } from './google-interaction.js';

const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** Google's Gemini API. Interactions run in the background and are asked after, pictures as well as films. */
@Injectable()
export class GoogleProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(
      { id: 'google', url: 'https://generativelanguage.googleapis.com', variable: 'GEMINI_API_KEY' },
      config,
      client,
    );
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['poll'],
      cancel: 'any',
      idempotentSubmit: false,
      minPollMs: 3 * SECOND_MS,
      outputTtlMs: null,
    };
  }

  async submit({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: this.interactions(''),
      headers: this.authorization(context),
      body: { ...body, background: true, store: true, labels: { attempt: context.attemptId.toLowerCase() } },
      costly: true,
    });
    const { id } = json as GoogleInteraction;
    if (typeof id !== 'string') throw new ProviderFault('unreadable', 'Google named no interaction.');
    return { kind: 'pending', ref: { externalId: id } };
  }

  async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: this.interactions(`/${encodeURIComponent(externalId)}`),
      headers: this.authorization(context),
      maxBytes: MOST_ANSWER_BYTES,
      renders: true,
    });
    return stateOf(json as GoogleInteraction, context);
  }

  async cancel({ externalId }: ExternalRef, context: ProviderContext) {
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: this.interactions(`/${encodeURIComponent(externalId)}/cancel`),
      headers: this.authorization(context),
    });
    return (json as GoogleInteraction).status === 'cancelled'
      ? ('canceled' as const)
      : ('requested' as const);
  }

  /** Large files lie on the same host and want the key. */
  override isOwnAddress(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === new URL(this.account.base).origin;
  }

  classify(error: unknown): ProviderError {
    return classifyGoogle(error);
  }

  protected freeQuestion(context: CallContext) {
    return { url: `${this.account.base}/v1beta/models?pageSize=1`, headers: this.authorization(context) };
  }

  protected override fileHeaders(context: ProviderContext) {
    return this.authorization(context);
  }

  private interactions(path: string): string {
    return `${this.account.base}/v1beta/interactions${path}`;
  }

  private authorization(context: CallContext) {
    return { 'x-goog-api-key': this.account.key(context) };
  }
}
