import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type { PreparedRender, SubmitContext, Submitted } from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { ProviderClient } from '../remote/provider-client.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { formOf } from './form.js';
import { explainStability } from './stability-errors.js';

const STABILITY: Vendor = {
  id: 'stability',
  name: 'Stability AI',
  url: 'https://api.stability.ai',
  variable: 'STABILITY_API_KEY',
  freeQuestion: '/v1/user/balance',
  capabilities: {
    modes: ['sync'],
    cancel: 'none',
    idempotentSubmit: false,
    minPollMs: SECOND_MS,
    outputTtlMs: null,
  },
  explain: explainStability,
};
const MOST_BYTES = 64 * 1024 * 1024;

/** Stability AI's Stable Image. It answers with the picture itself; what a crash interrupts can't be asked after. */
@Injectable()
export class StabilityProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(STABILITY, config, client);
  }

  /** The catalogue names a service, with the model of it where it has several, as in `sd3/sd3.5-large`. */
  async submit({ request, body: order }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const [service, model] = request.model.split('/');
    const { body, headers } = await formOf({ ...order, ...(model && { model }) });
    const file = path.join(context.workFolder, 'picture');
    const answer = await this.client.download({
      method: 'POST',
      url: `${this.account.base}/v2beta/stable-image/generate/${service}`,
      headers: { ...this.authorization(context), ...headers, accept: 'image/*' },
      body,
      costly: true,
      renders: true,
      signal: context.signal,
      file,
      maxBytes: MOST_BYTES,
    });
    // What its filter has found comes as a blurred picture.
    if (answer.headers['finish-reason'] === 'CONTENT_FILTERED')
      return {
        kind: 'done',
        state: { state: 'failed', error: said('Stability AI', { kind: 'content_policy' }) },
      };
    const { output_format: format = 'png' } = order as { output_format?: string };
    return {
      kind: 'done',
      state: { state: 'succeeded', outputs: [{ file, mimeType: `image/${format}` }] },
    };
  }
}
