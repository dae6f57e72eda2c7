import { Module } from '@nestjs/common';
import { TeamsModule } from '../teams/teams.module.js';
import { AdaptersModule } from './adapters.module.js';
import { KeyChecks } from './keys/key-checks.service.js';
import { KeyRetirement } from './keys/key-retirement.service.js';
import { OwnKeys } from './keys/own-keys.service.js';
import { ProviderKeysController } from './keys/provider-keys.controller.js';
import { ProviderKeysRepository } from './keys/provider-keys.repository.js';
import { ProviderKeysService } from './keys/provider-keys.service.js';
import { ProviderKeysSystemRepository } from './keys/provider-keys.system.repository.js';
import { KeySeal } from './keys/key-seal.service.js';
import { MeasuredModels } from './measured-models.service.js';
import { ModelViews } from './model-views.service.js';
import { ModelsController } from './models.controller.js';
import { PresetsController } from './presets.controller.js';
import { ProviderHealth } from './provider-health.service.js';
import { RenderingService } from './rendering.service.js';

/** What can be ordered and made, and with whose keys. */
@Module({
  imports: [AdaptersModule, TeamsModule],
  controllers: [ModelsController, PresetsController, ProviderKeysController],
  providers: [
    ProviderHealth,
    MeasuredModels,
    ModelViews,
    RenderingService,
    OwnKeys,
    KeyChecks,
    KeyRetirement,
    ProviderKeysService,
    ProviderKeysRepository,
    ProviderKeysSystemRepository,
    KeySeal,
  ],
  exports: [AdaptersModule, MeasuredModels, ModelViews, RenderingService, ProviderHealth, OwnKeys],
})
export class ProvidersModule {}
