import { Inject, Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  PreparedRender,
  ProviderContext,
  ProviderCost,
  RemoteState,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { said } from '../remote/classify-fault.js';
import { costInCents } from '../remote/cost-in-cents.js';
import { ProviderClient } from '../remote/provider-client.js';
import { unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { askAt } from './bfl-addresses.js';
import { explainBfl } from './bfl-errors.js';
import type { BflAccepted, BflTask } from './bfl.types.js';

const BFL: Vendor = {
  id: 'bfl',
  name: 'Black Forest Labs',
  url: 'https://api.bfl.ai',
  variable: 'BFL_API_KEY',
  freeQuestion: '/v1/credits',
  capabilities: {
    modes: ['poll'],
    cancel: 'none',
    idempotentSubmit: false,
    minPollMs: SECOND_MS,
    outputTtlMs: 10 * MINUTE_MS,
  },
  sideStep: 16,
  explain: explainBfl,
};

/** Black Forest Labs. A task lives in the region that took it, lists nowhere and can't be stopped. */
@Injectable()
export class BflProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(BFL, config, client);
  }

  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const url = `${this.account.base}/v1/${request.model}`;
    const task = await this.ask(context, { method: 'POST', url, body, costly: true });
    const { id, polling_url: told, cost } = task as BflAccepted;
    return this.accepted(id, {
      urls: { status: askAt(this.account.base, String(id), told) },
      data: { cost },
    });
  }

  override async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const task = await this.ask(context, { url: ref.urls!.status! });
    return stateOf(task as BflTask, costInCents(ref.data?.cost));
  }

  protected override authorization(context: Pick<CallContext, 'key'>) {
    return { 'x-key': this.account.key(context) };
  }
}

function stateOf({ status, result, progress }: BflTask, cost: ProviderCost | undefined): RemoteState {
  switch (status) {
    case 'Pending':
      return { state: 'running', ...(typeof progress === 'number' && { progress }) };
    case 'Ready':
      return { state: 'succeeded', outputs: result?.sample ? [{ url: result.sample }] : [], cost };
    case 'Request Moderated':
    case 'Content Moderated':
      return { state: 'failed', error: said('Black Forest Labs', { kind: 'content_policy' }) };
    case 'Error':
      return { state: 'failed', error: said('Black Forest Labs', { kind: 'permanent' }) };
    case 'Task not found':
      return { state: 'lost' };
    case undefined:
    default:
      throw unknownState('Black Forest Labs');
  }
}
