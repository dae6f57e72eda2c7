import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { DomainError } from '../../platform/errors.js';
import type {
  PreparedRender,
  Provider,
  ProviderCapabilities,
  ProviderError,
  RemoteState,
  RenderRequest,
  SubmitContext,
  Submitted,
} from '../provider.types.js';
import { describesSound } from './sounds/sound-wish.js';
import { prepareStudioOrder } from './studio-order.js';
import { RENDER_ENTRY } from './process/render-entry.js';
import { RenderPool } from './process/render-pool.js';
import { RenderFailed, RenderProcessDied } from './process/render.errors.js';
import type { StudioOrder } from './studio-order.types.js';

const IDLE_MS = 15_000;

/** The renderer that comes with the engine: procedural, free of keys and networks, the same bytes for the same order. */
@Injectable()
export class StudioProvider implements Provider, OnApplicationShutdown {
  readonly id = 'studio';
  private readonly logger = new Logger(StudioProvider.name);
  private readonly pool: RenderPool;
  /** Apart, so that a picture never waits for a film. */
  private readonly filmPool: RenderPool;

  constructor(@Inject(ENGINE_CONFIG) config: EngineConfig) {
    const { studioSlots, studioFilmSlots } = config.jobs;
    this.pool = new RenderPool({ entry: RENDER_ENTRY, size: studioSlots, idleMs: IDLE_MS });
    this.filmPool = new RenderPool({ entry: RENDER_ENTRY, size: studioFilmSlots, idleMs: IDLE_MS });
  }

  capabilities(): ProviderCapabilities {
    return {
      modes: ['sync'],
      cancel: 'any',
      idempotentSubmit: true,
      minPollMs: 1_000,
      outputTtlMs: null,
      readsFiles: true,
    };
  }

  prepare(request: RenderRequest): PreparedRender {
    const { order, input, seconds } = prepareStudioOrder(request);
    return { request: { ...request, input }, body: { ...order }, seconds };
  }

  /** Speech would read an order for music out loud. */
  meantModel({ model, prompt }: RenderRequest): string | null {
    return model === 'speech' && describesSound(prompt) ? 'music' : null;
  }

  async submit({ body }: PreparedRender, context: SubmitContext): Promise<Submitted> {
    const order = body as unknown as StudioOrder;
    const pool = order.kind === 'film' ? this.filmPool : this.pool;
    const outputs = await pool.render({ order, folder: await context.workFolder() }, context);
    return { kind: 'done', state: { state: 'succeeded', outputs } };
  }

  /** The studio answers when it is done; what has to be asked for died with its process. */
  async poll(): Promise<RemoteState> {
    return { state: 'lost' };
  }

  classify(error: unknown): ProviderError {
    if (error instanceof DomainError) {
      return {
        kind: 'invalid_input',
        retryable: false,
        message: error.fields?.[0]?.message ?? error.message,
      };
    }
    this.logger.error(error);
    if (error instanceof RenderProcessDied) {
      return { kind: 'transient', retryable: true, message: 'The rendering process died under the work.' };
    }
    if (error instanceof RenderFailed && error.systemCode) {
      const { systemCode: providerCode } = error;
      return {
        kind: 'transient',
        retryable: true,
        message: 'The studio could not write its file.',
        providerCode,
      };
    }
    return { kind: 'permanent', retryable: false, message: 'The studio could not render this.' };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.pool.close(), this.filmPool.close()]);
  }
}
