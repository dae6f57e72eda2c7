import { Module } from '@nestjs/common';
import { CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { CATALOGUE, CatalogueService } from './catalogue.service.js';
import { ModelsController } from './models.controller.js';
import { PresetsController } from './presets.controller.js';
import type { Provider } from './provider.types.js';
import { PROVIDERS, ProvidersService } from './providers.service.js';
import { RenderingService } from './rendering.service.js';
import { StudioProvider } from './studio/studio.provider.js';

@Module({
  controllers: [ModelsController, PresetsController],
  providers: [
    StudioProvider,
    { provide: PROVIDERS, inject: [StudioProvider], useFactory: (...adapters: Provider[]) => adapters },
    { provide: CATALOGUE, useFactory: () => readCatalogue(CATALOGUE_FOLDER) },
    ProvidersService,
    CatalogueService,
    RenderingService,
  ],
  exports: [ProvidersService, CatalogueService, RenderingService],
})
export class ProvidersModule {}
