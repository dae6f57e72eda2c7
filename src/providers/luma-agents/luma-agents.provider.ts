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
import { ProviderClient } from '../remote/provider-client.js';
import { ProviderFault, unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { explainLumaAgents, failedGeneration, missesGeneration } from './luma-agents-errors.js';
import { withFilesInside } from './luma-agents-files.js';
import type { Generation } from './luma-agents.types.js';

const LUMA_AGENTS: Vendor = {
  id: 'luma-agents',
  name: 'Luma',
  url: 'https://agents.lumalabs.ai',
  variable: 'LUMA_AGENTS_API_KEY',
  freeQuestion: '/v1/generations/00000000-0000-0000-0000-000000000000',
  capabilities: {
    modes: ['poll'],
    cancel: 'none',
    idempotentSubmit: false,
    minPollMs: 2 * SECOND_MS,
    outputTtlMs: HOUR_MS,
  },
  explain: explainLumaAgents,
};

/** Luma's newer API, with keys of its own. It neither calls back nor lists, and work there can't be stopped. */
@Injectable()
export class LumaAgentsProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(LUMA_AGENTS, config, client);
  }

  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const generation = await this.ask(context, {
      method: 'POST',
      url: this.generations(''),
      body: { model: request.model, ...withFilesInside(body) },
      costly: true,
    });
    return this.accepted((generation as Generation).id);
  }

  override async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    const url = this.generations(`/${encodeURIComponent(externalId)}`);
    return stateOf((await this.ask(context, { url })) as Generation);
  }

  /** Nothing there is free to ask but for work, and who is told that there is no such generation has a good key. */
  override async check(context: CallContext): Promise<void> {
    try {
      await super.check(context);
    } catch (error) {
      if (!(error instanceof ProviderFault) || !missesGeneration(error.answer)) throw error;
    }
  }

  private generations(path: string): string {
    return `${this.account.base}/v1/generations${path}`;
  }
}

function stateOf(generation: Generation): RemoteState {
  switch (generation.state) {
    case 'queued':
      return { state: 'queued' };
    case 'processing':
      return { state: 'running' };
    case 'completed':
      return { state: 'succeeded', outputs: (generation.output ?? []).map(({ url }) => ({ url })) };
    case 'failed':
      return { state: 'failed', error: failedGeneration(generation) };
    case undefined:
    default:
      throw unknownState('Luma');
  }
}
