import { Inject, Injectable } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallbackNews,
  ExternalRef,
  PreparedRender,
  ProviderCallback,
  ProviderContext,
  RemoteAttempt,
  RemoteState,
  SubmitContext,
  Submitted,
  SubmittedAttempt,
} from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault, unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainReplicate, failedPrediction } from './replicate-errors.js';
import { findPrediction, markedInput } from './replicate-orphans.js';
import { outputsIn } from './replicate-output.js';
import { ReplicateSignature } from './replicate-signature.js';
import type { Prediction, PredictionPage } from './replicate.types.js';

const REPLICATE: Vendor = {
  id: 'replicate',
  name: 'Replicate',
  url: 'https://api.replicate.com',
  variable: 'REPLICATE_API_TOKEN',
  freeQuestion: '/v1/account',
  capabilities: {
    modes: ['poll', 'webhook'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 2 * SECOND_MS,
    outputTtlMs: HOUR_MS,
  },
  explain: explainReplicate,
};

/** Replicate's predictions. What they make is deleted there after an hour. */
@Injectable()
export class ReplicateProvider extends RemoteProvider {
  private readonly signature: ReplicateSignature;

  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(REPLICATE, config, client);
    this.signature = new ReplicateSignature(client, this.account);
  }

  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const { path, version } = placeOf(request.model);
    const prediction = await this.predictionAt('POST', `${this.api}${path}`, context, {
      ...version,
      input: inWordsOfReplicate(markedInput(body, request.template, context.attemptId)),
      ...webhook(context.callbackUrl),
    });
    return { kind: 'pending', ref: { externalId: prediction.id } };
  }

  override async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const { status, output, error } = await this.predictionAt('GET', this.urlOf(ref), context);
    switch (status) {
      case 'starting':
        return { state: 'queued' };
      case 'processing':
        return { state: 'running' };
      case 'succeeded':
        return { state: 'succeeded', outputs: outputsIn(output) };
      case 'failed':
        return { state: 'failed', error: failedPrediction(error) };
      case 'aborted':
        return { state: 'failed', error: said('Replicate', { kind: 'transient' }) };
      case 'canceled':
        return { state: 'canceled' };
      default:
        throw unknownState('Replicate');
    }
  }

  async cancel(ref: ExternalRef, context: ProviderContext) {
    const { status } = await this.predictionAt('POST', `${this.urlOf(ref)}/cancel`, context);
    if (status === 'canceled' || status === 'aborted') return 'canceled' as const;
    return status === 'succeeded' || status === 'failed' ? ('too_late' as const) : ('requested' as const);
  }

  /** Never answers that there is none: one whose seed the caller chose can't be told from its twins. */
  async find(attempt: RemoteAttempt, context: ProviderContext): Promise<ExternalRef> {
    const found = await findPrediction(attempt, (url) => this.page(url, context));
    if (!found) throw new Error('No prediction there has the mark of the attempt.');
    return { externalId: found.id };
  }

  async verifyCallback(callback: ProviderCallback, attempt: SubmittedAttempt): Promise<CallbackNews> {
    if (!(await this.signature.isGenuine(callback, attempt)))
      throw new Error('The signature is not one of Replicate.');
    const { id } = JSON.parse(callback.body.toString('utf8')) as Prediction;
    return { deliveryId: callback.headers['webhook-id'] as string, ref: { externalId: id } };
  }

  private async predictionAt(
    method: 'GET' | 'POST',
    url: string,
    context: ProviderContext,
    body?: unknown,
  ): Promise<Prediction> {
    const answer = await this.ask(context, { method, url, body, costly: body !== undefined });
    const prediction = answer as Prediction;
    if (typeof prediction?.id !== 'string')
      throw new ProviderFault('unreadable', 'Replicate named no prediction.');
    return prediction;
  }

  /** The token must not travel to another host, wherever a page says that the next one is. */
  private async page(next: string | null, context: ProviderContext): Promise<PredictionPage> {
    const query = next === null ? '' : new URL(next).search;
    return (await this.ask(context, { url: `${this.api}/predictions${query}` })) as PredictionPage;
  }

  private urlOf({ externalId }: ExternalRef): string {
    return `${this.api}/predictions/${encodeURIComponent(externalId)}`;
  }

  private get api(): string {
    return `${this.account.base}/v1`;
  }
}

/** `owner/name` of a model that Replicate keeps warm, or `owner/name:version` of anybody's. */
function placeOf(model: string): { path: string; version?: { version: string } } {
  const [name, version] = model.split(':');
  return version === undefined
    ? { path: `/models/${name}/predictions` }
    : { path: '/predictions', version: { version } };
}

/** Its models know JPEG by the ending of its files. */
function inWordsOfReplicate(input: Record<string, unknown>): Record<string, unknown> {
  return input.output_format === 'jpeg' ? { ...input, output_format: 'jpg' } : input;
}

/** Addresses without TLS are refused there, and the prediction with them. */
function webhook(url: string | undefined): Record<string, unknown> {
  return url?.startsWith('https:') ? { webhook: url, webhook_events_filter: ['completed'] } : {};
}
