import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
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
import { explainOpenAi } from './openai-errors.js';
import { type OpenAiResponse, stateOf } from './openai-response.js';
import { speak } from './speech.js';

const OPENAI: Vendor = {
  id: 'openai',
  name: 'OpenAI',
  url: 'https://api.openai.com',
  variable: 'OPENAI_API_KEY',
  freeQuestion: '/v1/models',
  capabilities: {
    modes: ['sync', 'poll'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 2 * SECOND_MS,
    outputTtlMs: null,
  },
  sideStep: 16,
  explain: explainOpenAi,
};
/** Pictures come inside of the answer, as base64. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * OpenAI. Pictures are asked for as background responses, which can be asked after: the endpoint made for pictures
 * answers once, and what a crash interrupts there is paid for and lost.
 */
@Injectable()
export class OpenAiProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(OPENAI, config, client);
  }

  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted> {
    if (prepared.request.type === 'audio')
      return speak(prepared, context, { client: this.client, account: this.account });
    return this.respond(prepared, context);
  }

  override async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const url = this.responses(`/${encodeURIComponent(externalId)}`);
    const response = await this.ask(context, { url, maxBytes: MOST_ANSWER_BYTES });
    return stateOf(response as OpenAiResponse, context);
  }

  async cancel({ externalId }: ExternalRef, context: ProviderContext) {
    const url = this.responses(`/${encodeURIComponent(externalId)}/cancel`);
    const response = await this.ask(context, { method: 'POST', url, maxBytes: MOST_ANSWER_BYTES });
    return (response as OpenAiResponse).status === 'cancelled'
      ? ('canceled' as const)
      : ('too_late' as const);
  }

  private async respond({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const marked = { ...body, background: true, store: true, metadata: { attempt: context.attemptId } };
    const response = await this.ask(context, {
      method: 'POST',
      url: this.responses(''),
      body: marked,
      costly: true,
    });
    return this.accepted((response as OpenAiResponse).id);
  }

  private responses(path: string): string {
    return `${this.account.base}/v1/responses${path}`;
  }
}
