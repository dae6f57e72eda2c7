import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { SECOND_MS } from '../../platform/clock.js';
import type {
  CallContext,
  CallbackNews,
  ExternalRef,
  PreparedRender,
  ProviderCallback,
  ProviderContext,
  RemoteState,
  SubmitContext,
  Submitted,
  SubmittedAttempt,
} from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { type ProviderAnswer, ProviderClient } from '../remote/provider-client.js';
import { ProviderFault, unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { type FalAddresses, falAddresses, requestUrls, toldOrBuilt } from './fal-addresses.js';
import { explainFal, failedResult } from './fal-errors.js';
import { FalPrices } from './fal-prices.js';
import { type FalResult, isRejected, outputsIn } from './fal-result.js';
import { FalSignature } from './fal-signature.js';

interface Queued {
  request_id: string;
  status_url?: string;
  response_url?: string;
  cancel_url?: string;
}

interface Status {
  status: 'IN_QUEUE' | 'IN_PROGRESS' | 'COMPLETED';
  queue_position?: number;
}

/** Long enough to be fetched again after an outage of ours; fal keeps files for ever unless told. */
const OUTPUT_TTL_SECONDS = 7 * 24 * 3600;

const FAL: Vendor = {
  id: 'fal',
  name: 'fal',
  url: 'https://api.fal.ai',
  variable: 'FAL_KEY',
  freeQuestion: '/v1/models/pricing?endpoint_id=fal-ai/flux/schnell',
  capabilities: {
    modes: ['poll', 'webhook'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 2 * SECOND_MS,
    outputTtlMs: OUTPUT_TTL_SECONDS * SECOND_MS,
  },
  explain: explainFal,
};

/** fal.ai's queue: one adapter for most models of the catalogue. */
@Injectable()
export class FalProvider extends RemoteProvider {
  private readonly addresses: FalAddresses;
  private readonly signature: FalSignature;
  private readonly prices: FalPrices;

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(FAL, config, client);
    this.addresses = falAddresses(config.providers.each.fal.baseUrl);
    this.signature = new FalSignature(client, this.addresses.rest);
    this.prices = new FalPrices(client, this.addresses.api);
  }

  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const query = context.callbackUrl ? `?fal_webhook=${encodeURIComponent(context.callbackUrl)}` : '';
    const json = await this.ask(context, {
      method: 'POST',
      url: `${this.addresses.queue}/${request.model}${query}`,
      headers: {
        'x-fal-object-lifecycle-preference': JSON.stringify({
          expiration_duration_seconds: OUTPUT_TTL_SECONDS,
        }),
      },
      body,
      costly: true,
    });
    const queued = json as Queued;
    if (typeof queued.request_id !== 'string') throw new ProviderFault('unreadable', 'fal named no request.');
    return { kind: 'pending', ref: this.refTo(request.model, queued) };
  }

  override async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const told = await this.ask(context, { url: ref.urls!.status! });
    const { status, queue_position: position } = told as Status;
    switch (status) {
      case 'IN_QUEUE':
        return { state: 'queued', position };
      case 'IN_PROGRESS':
        return { state: 'running' };
      case 'COMPLETED':
        return this.result(ref, this.authorization(context));
      default:
        throw unknownState('fal');
    }
  }

  async cancel(ref: ExternalRef, context: ProviderContext) {
    const answer = this.ask(context, { method: 'PUT', url: ref.urls!.cancel! });
    const { status } = (await answer.catch(answeredTooLate)) as { status?: string };
    return status === 'ALREADY_COMPLETED' ? ('too_late' as const) : ('requested' as const);
  }

  async verifyCallback(callback: ProviderCallback, { model }: SubmittedAttempt): Promise<CallbackNews> {
    if (!(await this.signature.isGenuine(callback))) throw new Error('The signature is not one of fal.');
    const requestId = callback.headers['x-fal-webhook-request-id'] as string;
    return { deliveryId: requestId, ref: this.refTo(model, { request_id: requestId }) };
  }

  protected override authorization(context: Pick<CallContext, 'key'>): { authorization: string } {
    return { authorization: `Key ${this.account.key(context)}` };
  }

  private async result(ref: ExternalRef, headers: { authorization: string }): Promise<RemoteState> {
    try {
      const { answer, json } = await this.client.sendForJson({
        method: 'GET',
        url: ref.urls!.result!,
        headers,
      });
      const cost = await this.costOf(ref, answer, headers.authorization);
      const result = json as FalResult;
      if (isRejected(result))
        return { state: 'failed', error: said('fal', { kind: 'content_policy' }), cost };
      return { state: 'succeeded', outputs: outputsIn(result), cost };
    } catch (error) {
      if (!(error instanceof ProviderFault) || !error.answer) throw error;
      const failure = failedResult(error.answer);
      if (failure.code === undefined && isPassing(error.answer.status)) throw error;
      return { state: 'failed', error: said('fal', failure) };
    }
  }

  private costOf({ data }: ExternalRef, { headers }: ProviderAnswer, authorization: string) {
    const units = Number.parseFloat(String(headers['x-fal-billable-units']));
    return this.prices.costOf(String(data?.endpoint), units, authorization);
  }

  private refTo(endpoint: string, told: Queued): ExternalRef {
    const urls = toldOrBuilt(told, requestUrls(this.addresses.queue, endpoint, told.request_id));
    return { externalId: told.request_id, urls, data: { endpoint } };
  }
}

/** The result of what failed is an error too; without a reason these are about the question and not about the work. */
function isPassing(status: number): boolean {
  return [401, 403, 408, 429, 502, 503, 504].includes(status);
}

function answeredTooLate(error: unknown): { status: string } {
  if (error instanceof ProviderFault && [400, 404].includes(error.answer?.status ?? 0))
    return { status: 'ALREADY_COMPLETED' };
  throw error;
}
