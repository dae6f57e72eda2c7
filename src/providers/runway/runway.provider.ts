import { Inject, Injectable } from '@nestjs/common';
import { HOUR_MS, SECOND_MS } from '../../platform/clock.js';
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
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault } from '../remote/provider-fault.errors.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { classifyRunway, failedTask } from './runway-errors.js';
import type { Task } from './runway.types.js';

const API_VERSION = '2024-11-06';
/** Runway sells credits at a fixed price of one cent. */
const MICROS_PER_CREDIT = 10_000;

/** Runway's tasks: its own models and those of others that it resells. It neither calls back nor lists. */
@Injectable()
export class RunwayProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(
      { id: 'runway', url: 'https://api.dev.runwayml.com', variable: 'RUNWAYML_API_SECRET' },
      config,
      client,
    );
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['poll'],
      cancel: 'any',
      idempotentSubmit: false,
      minPollMs: 5 * SECOND_MS,
      outputTtlMs: 24 * HOUR_MS,
    };
  }

  /** The catalogue names a model with its endpoint, as in `text_to_video/gen4.5`. */
  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const [endpoint, model] = request.model.split('/');
    const { json } = await this.client.sendForJson({
      method: 'POST',
      url: `${this.account.base}/v1/${endpoint}`,
      headers: this.headers(context),
      body: { model, ...body },
      costly: true,
    });
    const { id } = json as Partial<Task>;
    if (typeof id !== 'string') throw new ProviderFault('unreadable', 'Runway named no task.');
    return { kind: 'pending', ref: { externalId: id } };
  }

  async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const { json } = await this.client.sendForJson({
      method: 'GET',
      url: this.urlOf(ref),
      headers: this.headers(context),
    });
    return stateOf(json as Task);
  }

  /** Deletes the task when it has ended by now, and what it made with it. */
  async cancel(ref: ExternalRef, context: ProviderContext) {
    try {
      await this.client.send({ method: 'DELETE', url: this.urlOf(ref), headers: this.headers(context) });
      return 'requested' as const;
    } catch (error) {
      if (error instanceof ProviderFault && error.answer?.status === 404) return 'too_late' as const;
      throw error;
    }
  }

  classify(error: unknown): ProviderError {
    return classifyRunway(error);
  }

  protected freeQuestion(context: CallContext) {
    return { url: `${this.account.base}/v1/organization`, headers: this.headers(context) };
  }

  private urlOf({ externalId }: ExternalRef): string {
    return `${this.account.base}/v1/tasks/${encodeURIComponent(externalId)}`;
  }

  private headers(context: CallContext) {
    return { ...this.account.bearer(context), 'x-runway-version': API_VERSION };
  }
}

function stateOf(task: Task): RemoteState {
  switch (task.status) {
    case 'PENDING':
    case 'THROTTLED':
      return { state: 'queued' };
    case 'RUNNING':
      return { state: 'running', progress: task.progress };
    case 'SUCCEEDED':
      return { state: 'succeeded', outputs: (task.output ?? []).map((url) => ({ url })), cost: costOf(task) };
    case 'FAILED':
      return { state: 'failed', error: failedTask(task), cost: costOf(task) };
    case 'CANCELLED':
      return { state: 'canceled' };
    default:
      throw new ProviderFault('unreadable', 'Runway told a state that it does not have.');
  }
}

function costOf({ cost }: Task): ProviderCost | undefined {
  if (typeof cost?.credits !== 'number') return undefined;
  const amountMicros = Math.round(cost.credits * MICROS_PER_CREDIT);
  return { amountMicros, currency: 'USD', basis: 'units_times_price' };
}
