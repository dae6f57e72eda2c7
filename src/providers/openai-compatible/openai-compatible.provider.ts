import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { explainOpenAi } from '../openai/openai-errors.js';
import { speak } from '../openai/speech.js';
import type {
  CallContext,
  PreparedRender,
  ProviderCapabilities,
  ProviderError,
  ProviderOutput,
  RemoteState,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { classifyFault } from '../remote/classify-fault.js';
import { inlineFile } from '../remote/inline-file.js';
import { ProviderClient } from '../remote/provider-client.js';
import { RemoteProvider } from '../remote/remote-provider.js';

interface ImagesAnswer {
  data?: { b64_json?: string; url?: string }[];
}

const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** LocalAI and every other server that speaks as OpenAI's endpoints for pictures and speech do. */
@Injectable()
export class OpenAiCompatibleProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super({ id: 'openai-compatible', url: null, variable: 'OPENAI_COMPATIBLE_BASE_URL' }, config, client);
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['sync'],
      cancel: 'none',
      idempotentSubmit: false,
      minPollMs: SECOND_MS,
      outputTtlMs: null,
    };
  }

  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted> {
    if (prepared.request.type === 'audio')
      return speak(prepared, context, { client: this.client, account: this.account });
    return this.draw(prepared, context);
  }

  /** It answers when it is done; there is nothing to ask after. */
  async poll(): Promise<RemoteState> {
    return { state: 'lost' };
  }

  classify(error: unknown): ProviderError {
    return classifyFault('The server', error, explainOpenAi);
  }

  protected freeQuestion(context: CallContext) {
    return { url: `${this.account.base}/v1/models`, headers: this.account.bearer(context) };
  }

  private async draw({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: `${this.account.base}/v1/images/generations`,
      headers: this.account.bearer(context),
      body,
      costly: true,
      renders: true,
      maxBytes: MOST_ANSWER_BYTES,
      signal: context.signal,
    });
    const outputs: ProviderOutput[] = [];
    for (const [index, { b64_json: base64, url }] of ((json as ImagesAnswer).data ?? []).entries()) {
      if (base64)
        outputs.push(
          await inlineFile(context.workFolder, `image-${index}`, { base64, mimeType: 'image/png' }),
        );
      else if (url) outputs.push({ url });
    }
    return { kind: 'done', state: { state: 'succeeded', outputs } };
  }
}
