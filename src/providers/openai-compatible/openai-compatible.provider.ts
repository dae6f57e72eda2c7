import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { explainOpenAi } from '../openai/openai-errors.js';
import { speak } from '../openai/speech.js';
import type { PreparedRender, ProviderOutput, SubmitContext, Submitted } from '../provider.types.js';
import { inlineFile } from '../remote/inline-file.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ANSWERS_AT_ONCE, type Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';

interface ImagesAnswer {
  data?: { b64_json?: string; url?: string }[];
}

const OPENAI_COMPATIBLE: Vendor = {
  id: 'openai-compatible',
  name: 'The server',
  url: null,
  variable: 'OPENAI_COMPATIBLE_BASE_URL',
  freeQuestion: '/v1/models',
  capabilities: ANSWERS_AT_ONCE,
  explain: explainOpenAi,
};
const MOST_ANSWER_BYTES = 128 * 1024 * 1024;

/** LocalAI and every other server that speaks as OpenAI's endpoints for pictures and speech do. */
@Injectable()
export class OpenAiCompatibleProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(OPENAI_COMPATIBLE, config, client);
  }

  submit(prepared: PreparedRender, context: SubmitContext): Promise<Submitted> {
    if (prepared.request.type === 'audio')
      return speak(prepared, context, { client: this.client, account: this.account });
    return this.draw(prepared, context);
  }

  private async draw({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const answer = await this.ask(context, {
      method: 'POST',
      url: `${this.account.base}/v1/images/generations`,
      body,
      costly: true,
      renders: true,
      maxBytes: MOST_ANSWER_BYTES,
      signal: context.signal,
    });
    const outputs: ProviderOutput[] = [];
    for (const [index, { b64_json: base64, url }] of ((answer as ImagesAnswer).data ?? []).entries()) {
      if (base64)
        outputs.push(
          await inlineFile(context.workFolder, `image-${index}`, { base64, mimeType: 'image/png' }),
        );
      else if (url) outputs.push({ url });
    }
    return { kind: 'done', state: { state: 'succeeded', outputs } };
  }
}
