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
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { classifyFault } from '../remote/classify-fault.js';
import { prepareRemote } from '../remote/prepare-remote.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainOpenAi } from './openai-errors.js';
import { type OpenAiResponse, stateOf } from './openai-response.js';
import { speak } from './speech.js';

/** Sides of pictures are multiples of it. */
const SIDE_STEP = 16;
/** Pictures come inside of the answer, as base64. */
const MOST_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * OpenAI. Pictures are asked for as background responses, which can be asked after: the endpoint made for pictures
 * answers once, and what a crash interrupts there is paid for and lost.
 */
@Injectable()
export class OpenAiProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super({ id: 'openai', url: 'https://api.openai.com', variable: 'OPENAI_API_KEY' }, config, client);
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['sync', 'poll'],
      cancel: 'any',
      idempotentSubmit: false,
      minPollMs: 2 * SECOND_MS,
      outputTtlMs: null,
    };
  }

  override prepare(request: RenderRequest): PreparedRender {
    return prepareRemote(request, { sideStep: SIDE_STEP });
  }

  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted> {
    if (prepared.request.type === 'audio')
      return speak(prepared, context, { client: this.client, account: this.account });
    return this.respond(prepared, context);
  }

  async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const response = await this.ask('GET', `/${encodeURIComponent(externalId)}`, context);
    return stateOf(response, context);
  }

  async cancel({ externalId }: ExternalRef, context: ProviderContext) {
    const { status } = await this.ask('POST', `/${encodeURIComponent(externalId)}/cancel`, context);
    return status === 'cancelled' ? ('canceled' as const) : ('too_late' as const);
  }

  classify(error: unknown): ProviderError {
    return classifyFault('OpenAI', error, explainOpenAi);
  }

  protected freeQuestion(context: CallContext) {
    return { url: `${this.account.base}/v1/models`, headers: this.account.bearer(context) };
  }

  private async respond({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const marked = { ...body, background: true, store: true, metadata: { attempt: context.attemptId } };
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: `${this.account.base}/v1/responses`,
      headers: this.account.bearer(context),
      body: marked,
      costly: true,
    });
    const { id } = json as OpenAiResponse;
    if (typeof id !== 'string') throw new ProviderFault('unreadable', 'OpenAI named no response.');
    return { kind: 'pending', ref: { externalId: id } };
  }

  private async ask(method: 'GET' | 'POST', path: string, context: ProviderContext): Promise<OpenAiResponse> {
    const { json } = await this.client.sendForJson({
      method,
      url: `${this.account.base}/v1/responses${path}`,
      headers: this.account.bearer(context),
      maxBytes: MOST_ANSWER_BYTES,
    });
    return json as OpenAiResponse;
  }
}
