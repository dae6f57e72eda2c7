import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  ExternalRef,
  PreparedRender,
  ProviderContext,
  RemoteAttempt,
  RemoteState,
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { seedOf } from '../remote/attempt-seed.js';
import { prepareRemote } from '../remote/prepare-remote.js';
import { ProviderClient } from '../remote/provider-client.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { endedBadly, explainComfy } from './comfyui-errors.js';
import { outputsIn } from './comfyui-output.js';
import type { HistoryEntry, Queue } from './comfyui.types.js';

const COMFYUI: Vendor = {
  id: 'comfyui',
  name: 'ComfyUI',
  url: null,
  variable: 'COMFYUI_BASE_URL',
  freeQuestion: '/queue',
  capabilities: {
    modes: ['poll'],
    cancel: 'any',
    idempotentSubmit: true,
    minPollMs: SECOND_MS,
    outputTtlMs: null,
  },
  explain: explainComfy,
};

/**
 * A ComfyUI server of the operator's own. The catalogue's template is a workflow in its API format. We choose the id of
 * each prompt before it is sent, so a submission that was not answered can always be looked up.
 */
@Injectable()
export class ComfyUiProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(COMFYUI, config, client);
  }

  /** The server would render the same id twice, so it is asked first whether it has it. */
  async submit({ request }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const ref = refOf(context.attemptId);
    const known = await this.poll(ref, context);
    if (known.state === 'lost') {
      await this.ask(context, {
        method: 'POST',
        url: `${this.account.base}/prompt`,
        body: {
          prompt: workflowOf(request, context.attemptId),
          prompt_id: ref.externalId,
          client_id: 'mcp-media-engine',
        },
        costly: true,
      });
    }
    return { kind: 'pending', ref };
  }

  override async poll(ref: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    return (
      (await this.ended(ref, context)) ??
      (await this.queued(ref, context)) ??
      // It may have left the queue between the two questions.
      (await this.ended(ref, context)) ?? { state: 'lost' }
    );
  }

  async find({ attemptId }: RemoteAttempt, context: ProviderContext): Promise<ExternalRef | null> {
    const ref = refOf(attemptId);
    return (await this.poll(ref, context)).state === 'lost' ? null : ref;
  }

  /** An interruption stops whatever runs, so it is only sent while that is this prompt. */
  async cancel(ref: ExternalRef, context: ProviderContext) {
    await this.order('/queue', { delete: [ref.externalId] }, context);
    const { state } = await this.poll(ref, context);
    if (state === 'lost') return 'canceled' as const;
    if (state !== 'running') return 'too_late' as const;
    await this.order('/interrupt', { prompt_id: ref.externalId }, context);
    return 'requested' as const;
  }

  protected override fileHeaders(context: ProviderContext) {
    return this.account.bearer(context);
  }

  /** What has ended stands in the history, until the server is restarted. */
  private async ended({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState | null> {
    const history = await this.ask(context, { url: `${this.account.base}/history/${externalId}` });
    const entry = (history as Record<string, HistoryEntry>)[externalId];
    if (!entry) return null;
    if (entry.status?.status_str === 'error') return endedBadly(entry);
    return { state: 'succeeded', outputs: outputsIn(entry, this.account.base) };
  }

  private async queued({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState | null> {
    const queue = await this.ask(context, { url: `${this.account.base}/queue` });
    const { queue_running: running, queue_pending: pending } = queue as Queue;
    if (running.some(([, id]) => id === externalId)) return { state: 'running' };
    const ahead = pending.toSorted(([one], [other]) => one - other);
    const position = ahead.findIndex(([, id]) => id === externalId);
    return position < 0 ? null : { state: 'queued', position };
  }

  /** What is answered with nothing. */
  private async order(path: string, body: unknown, context: ProviderContext): Promise<void> {
    const headers = this.authorization(context);
    await this.client.send({ method: 'POST', url: `${this.account.base}${path}`, headers, body });
  }
}

/** It takes ids of any form; some of its extensions want a UUID. */
function refOf(attemptId: string): ExternalRef {
  const hex = createHash('sha256').update(attemptId).digest('hex');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return { externalId: [...parts, hex.slice(20, 32)].join('-') };
}

/** Samplers want a seed, whether the caller asked for one or not. */
function workflowOf(request: RenderRequest, attemptId: string): Record<string, unknown> {
  const input = { seed: seedOf(attemptId), ...request.input };
  return prepareRemote({ ...request, input }).body;
}
