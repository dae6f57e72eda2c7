import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import type {
  CallContext,
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
import { ProviderClient } from '../remote/provider-client.js';
import { unknownState } from '../remote/provider-fault.errors.js';
import type { Vendor } from '../remote/remote-account.js';
import { RemoteProvider } from '../remote/remote-provider.js';
import { DREAM_MACHINE, explainLuma, failedGeneration } from './luma-errors.js';
import { findGeneration, isOfAttempt } from './luma-orphans.js';
import type { Generation, GenerationPage } from './luma.types.js';

const API = '/dream-machine/v1';

const LUMA: Vendor = {
  id: 'luma',
  name: DREAM_MACHINE,
  url: 'https://api.lumalabs.ai',
  variable: 'LUMAAI_API_KEY',
  freeQuestion: `${API}/credits`,
  capabilities: {
    modes: ['poll', 'webhook'],
    cancel: 'any',
    idempotentSubmit: false,
    minPollMs: 3 * SECOND_MS,
    outputTtlMs: null,
    takesLinksOnly: true,
    findsByCallbackUrl: true,
  },
  explain: explainLuma,
};

/** Luma's Dream Machine: films by Ray and pictures by Photon. */
@Injectable()
export class LumaProvider extends RemoteProvider {
  constructor(@Inject(ENGINE_CONFIG) config: Pick<EngineConfig, 'providers'>, client: ProviderClient) {
    super(LUMA, config, client);
  }

  /** The catalogue names a model with its endpoint, as in `video/ray-2`. */
  async submit({ request, body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const [endpoint, model] = request.model.split('/');
    const generation = await this.ask(context, {
      method: 'POST',
      url: this.generations(`/${endpoint}`),
      body: { model, ...body, callback_url: context.callbackUrl },
      costly: true,
    });
    return this.accepted((generation as Generation).id);
  }

  override async poll({ externalId }: ExternalRef, context: ProviderContext): Promise<RemoteState> {
    return stateOf(await this.generation(externalId, context));
  }

  cancel({ externalId }: ExternalRef, context: ProviderContext) {
    return this.deleteAt(this.urlOf(externalId), context);
  }

  /** Never answers that there is none: the address may have been configured after the work was sent. */
  async find({ attemptId }: RemoteAttempt, context: ProviderContext): Promise<ExternalRef> {
    const found = await findGeneration(attemptId, ({ offset, limit }) =>
      this.page(`?offset=${offset}&limit=${limit}`, context),
    );
    if (!found?.id) throw new Error('No generation there has the mark of the attempt.');
    return { externalId: found.id };
  }

  /** Callbacks are not signed, so Luma is asked whether the work that one names is of this attempt. */
  async verifyCallback({ body }: ProviderCallback, attempt: SubmittedAttempt): Promise<CallbackNews> {
    const { id } = JSON.parse(body.toString('utf8')) as Generation;
    const generation = await this.generation(String(id), attempt);
    if (!isOfAttempt(generation, attempt.attemptId)) throw new Error('The work is not of this attempt.');
    return { deliveryId: `${id}:${generation.state}`, ref: { externalId: String(id) } };
  }

  private async generation(id: string, context: Pick<CallContext, 'key'>): Promise<Generation> {
    return (await this.ask(context, { url: this.urlOf(id) })) as Generation;
  }

  private async page(query: string, context: ProviderContext): Promise<GenerationPage> {
    return (await this.ask(context, { url: this.generations(query) })) as GenerationPage;
  }

  private urlOf(id: string): string {
    return this.generations(`/${encodeURIComponent(id)}`);
  }

  private generations(path: string): string {
    return `${this.account.base}${API}/generations${path}`;
  }
}

function stateOf(generation: Generation): RemoteState {
  switch (generation.state) {
    case 'queued':
      return { state: 'queued' };
    case 'dreaming':
      return { state: 'running' };
    case 'completed': {
      const url = generation.assets?.video ?? generation.assets?.image;
      return { state: 'succeeded', outputs: url ? [{ url }] : [] };
    }
    case 'failed':
      return { state: 'failed', error: failedGeneration(generation) };
    case undefined:
    default:
      throw unknownState(DREAM_MACHINE);
  }
}
