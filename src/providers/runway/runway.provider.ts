import { Inject, Injectable } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
  ExternalRef,
  PreparedRender,
  ProviderContext,
  RemoteState,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { costInCents } from '../remote/cost-in-cents.js';
import { ProviderClient } from '../remote/provider-client.js';
import { unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainRunway, failedTask } from './runway-errors.js';
import type { Task } from './runway.types.js';

const RUNWAY: Vendor = {
  id: 'runway',
  name: 'Runway',
  url: 'https://api.dev.runwayml.com',
  variable: 'RUNWAYML_API_SECRET',
  freeQuestion: '/v1/organization',
  capabilities: {
    modes: ['poll'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 5 * SECOND_MS,
    outputTtlMs: 24 * HOUR_MS,
  },
  explain: explainRunway,
};
const API_VERSION = '2024-11-06';

/** Runway's tasks: its own models and those of others that it resells. It neither calls back nor lists. */
@Injectable()
export class RunwayProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(RUNWAY, config, client);
  }

  /** The catalogue names a model with its endpoint, as in `text_to_video/gen4.5`. */
  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const [endpoint, model] = request.model.split('/');
    const task = await this.ask(context, {
      method: 'POST',
      url: `${this.account.base}/v1/${endpoint}`,
      body: { model, ...body },
      costly: true,
    });
    return this.accepted((task as Partial<Task>).id);
  }

  override async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    return stateOf((await this.ask(context, { url: this.urlOf(ref) })) as Task);
  }

  cancel(ref: ExternalRef, context: ProviderContext) {
    return this.deleteAt(this.urlOf(ref), context);
  }

  protected override authorization(context: Pick<CallContext, 'key'>) {
    return { ...this.account.bearer(context), 'x-runway-version': API_VERSION };
  }

  private urlOf({ externalId }: ExternalRef): string {
    return `${this.account.base}/v1/tasks/${encodeURIComponent(externalId)}`;
  }
}

function stateOf(task: Task): RemoteState {
  const cost = costInCents(task.cost?.credits);
  switch (task.status) {
    case 'PENDING':
    case 'THROTTLED':
      return { state: 'queued' };
    case 'RUNNING':
      return { state: 'running', progress: task.progress };
    case 'SUCCEEDED':
      return { state: 'succeeded', outputs: (task.output ?? []).map((url) => ({ url })), cost };
    case 'FAILED':
      return { state: 'failed', error: failedTask(task), cost };
    case 'CANCELLED':
      return { state: 'canceled' };
    default:
      throw unknownState('Runway');
  }
}
