import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MINUTE_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { Loop } from '../platform/loop.js';
import { MeasuredModels } from '../providers/measured-models.service.js';
import { ModelMeasuresRepository } from './model-measures.system.repository.js';

/** Tells the catalogue again and again how its models do, so that no request waits for the look. */
@Injectable()
export class ModelMeasuring implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop = new Loop('measuring models', MINUTE_MS, () => this.round());

  constructor(
    private readonly repository: ModelMeasuresRepository,
    private readonly measured: MeasuredModels,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'worker') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async round(): Promise<void> {
    this.measured.learn(await this.repository.measure());
  }
}
