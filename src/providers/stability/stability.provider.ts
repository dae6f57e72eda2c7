import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type { PreparedRender, RemoteState, SubmitContext, Submitted } from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { type MadeFile, madeFile } from '../remote/made-file.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ANSWERS_AT_ONCE, type Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { formOf } from './form.js';
import { explainStability } from './stability-errors.js';

const STABILITY: Vendor = {
  id: 'stability',
  name: 'Stability AI',
  url: 'https://api.stability.ai',
  variable: 'STABILITY_API_KEY',
  freeQuestion: '/v1/user/balance',
  capabilities: ANSWERS_AT_ONCE,
  explain: explainStability,
};

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
    const made = await madeFile(this.client, context, {
      url: `${this.account.base}/v2beta/stable-image/generate/${service}`,
      headers: { ...this.authorization(context), ...headers, accept: 'image/*' },
      body,
    });
    return { kind: 'done', state: stateOf(made, order) };
  }
}

/** What its filter has found comes as a blurred picture. */
function stateOf({ file, headers }: MadeFile, order: { output_format?: string }): RemoteState {
  if (headers['finish-reason'] === 'CONTENT_FILTERED')
    return { state: 'failed', error: said('Stability AI', { kind: 'content_policy' }) };
  const mimeType = `image/${order.output_format ?? 'png'}`;
  return { state: 'succeeded', outputs: [{ file, mimeType }] };
}
