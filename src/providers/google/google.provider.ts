import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  ExternalRef,
  FetchTarget,
  PreparedRender,
  Provider,
  ProviderCapabilities,
  ProviderContext,
  ProviderError,
  RemoteState,
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { prepareRemote } from '../remote/prepare-remote.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { RemoteAccount } from '../remote/remote-account.js';
import { classifyGoogle } from './google-errors.js';
import { type GoogleInteraction, stateOf } from './google-interaction.js';

const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** Google's Gemini API. Interactions run in the background and are asked after, pictures as well as films. */
@Injectable()
export class GoogleProvider implements Provider {
  readonly id = 'google';
  private readonly account: RemoteAccount;

  constructor(
    @Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>,
    private readonly client: ProviderClient,
  ) {
    const vendor = { url: 'https://generativelanguage.googleapis.com', variable: 'GEMINI_API_KEY' };
    this.account = new RemoteAccount(config.providers.each.google, vendor, client);
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

  missing(): string | null {
    return this.account.missing();
  }

  prepare(request: RenderRequest): PreparedRender {
    return prepareRemote(request);
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
  isOwnAddress(url: string): boolean {
    return URL.canParse(url) && new URL(url).origin === new URL(this.account.base).origin;
  }

  async fetchOwn(url: string, target: FetchTarget, context: ProviderContext): Promise<void> {
    const { signal } = context;
    await this.client.download({
      method: 'GET',
      url,
      headers: this.authorization(context),
      signal,
      ...target,
    });
  }

  classify(error: unknown): ProviderError {
    return classifyGoogle(error);
  }

  private interactions(path: string): string {
    return `${this.account.base}/v1beta/interactions${path}`;
  }

  private authorization(context: ProviderContext) {
    return { 'x-goog-api-key': this.account.key(context) };
  }
}
