import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  PreparedRender,
  ProviderCapabilities,
  ProviderContext,
  ProviderCost,
  ProviderError,
  RemoteState,
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { prepareRemote } from '../remote/prepare-remote.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { classifyBfl } from './bfl-errors.js';
import type { BflAccepted, BflTask } from './bfl.types.js';

/** Sides of pictures are multiples of it. */
const SIDE_STEP = 16;
const MICROS_PER_CREDIT = 10_000;

/** Black Forest Labs. A task lives in the region that took it, lists nowhere and can't be stopped. */
@Injectable()
export class BflProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super({ id: 'bfl', url: 'https://api.bfl.ai', variable: 'BFL_API_KEY' }, config, client);
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['poll'],
      cancel: 'none',
      idempotentSubmit: false,
      minPollMs: SECOND_MS,
      outputTtlMs: 10 * MINUTE_MS,
    };
  }

  override prepare(request: RenderRequest): PreparedRender {
    return prepareRemote(request, { sideStep: SIDE_STEP });
  }

  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: `${this.account.base}/v1/${request.model}`,
      headers: this.authorization(context),
      body,
      costly: true,
    });
    const { id, polling_url: url, cost } = json as BflAccepted;
    if (typeof id !== 'string') throw new ProviderFault('unreadable', 'Black Forest Labs named no task.');
    return {
      kind: 'pending',
      ref: { externalId: id, urls: { status: this.askAt(id, url) }, data: { cost } },
    };
  }

  async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: ref.urls!.status!,
      headers: this.authorization(context),
    });
    return stateOf(json as BflTask, costOf(ref));
  }

  classify(error: unknown): ProviderError {
    return classifyBfl(error);
  }

  protected freeQuestion(context: CallContext) {
    return { url: `${this.account.base}/v1/credits`, headers: this.authorization(context) };
  }

  /** As told, in the region of the task; but the key must not travel to hosts of others, wherever an answer points. */
  private askAt(id: string, told: string | undefined): string {
    const { base } = this.account;
    const isTrusted = told !== undefined && URL.canParse(told) && isOfVendor(new URL(told), new URL(base));
    return isTrusted ? told : `${base}/v1/get_result?id=${encodeURIComponent(id)}`;
  }

  private authorization(context: CallContext) {
    return { 'x-key': this.account.key(context) };
  }
}

function isOfVendor(told: URL, base: URL): boolean {
  if (told.origin === base.origin) return true;
  return told.protocol === 'https:' && [told, base].every(({ hostname }) => hostname.endsWith('.bfl.ai'));
}

function stateOf({ status, result, progress }: BflTask, cost: ProviderCost | undefined): RemoteState {
  switch (status) {
    case 'Pending':
      return { state: 'running', ...(typeof progress === 'number' && { progress }) };
    case 'Ready':
      return { state: 'succeeded', outputs: result?.sample ? [{ url: result.sample }] : [], cost };
    case 'Request Moderated':
    case 'Content Moderated':
      return { state: 'failed', error: said('Black Forest Labs', 'content_policy') };
    case 'Error':
      return { state: 'failed', error: said('Black Forest Labs', 'permanent') };
    case 'Task not found':
      return { state: 'lost' };
    case undefined:
    default:
      throw new ProviderFault('unreadable', 'Black Forest Labs told a state that it does not have.');
  }
}

function costOf({ data }: ExternalRef): ProviderCost | undefined {
  if (typeof data?.cost !== 'number') return undefined;
  const amountMicros = Math.round(data.cost * MICROS_PER_CREDIT);
  return { amountMicros, currency: 'USD', basis: 'units_times_price' };
}
