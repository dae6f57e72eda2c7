import { Module } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { type Catalogue, CATALOGUE_FOLDER, readCatalogue } from './catalogue-files.js';
import { BflProvider } from './bfl/bfl.provider.js';
import { CATALOGUE, CatalogueService } from './catalogue.service.js';
import { ComfyUiProvider } from './comfyui/comfyui.provider.js';
import { ElevenLabsProvider } from './elevenlabs/elevenlabs.provider.js';
import { FalProvider } from './fal/fal.provider.js';
import { GoogleProvider } from './google/google.provider.js';
import { LumaAgentsProvider } from './luma-agents/luma-agents.provider.js';
import { LumaProvider } from './luma/luma.provider.js';
import { OpenAiCompatibleProvider } from './openai-compatible/openai-compatible.provider.js';
import { OpenAiProvider } from './openai/openai.provider.js';
import type { Provider } from './provider.types.js';
import { PROVIDERS, ProvidersService } from './providers.service.js';
import { ProviderClient } from './remote/provider-client.js';
import { refuseUnserved, renderQueues } from './render-queues.js';
import { ReplicateProvider } from './replicate/replicate.provider.js';
import { RunwayProvider } from './runway/runway.provider.js';
import { StabilityProvider } from './stability/stability.provider.js';
import { StudioProvider } from './studio/studio.provider.js';

const ADAPTERS = [
  StudioProvider,
  FalProvider,
  OpenAiProvider,
  OpenAiCompatibleProvider,
  ElevenLabsProvider,
  GoogleProvider,
  ReplicateProvider,
  ComfyUiProvider,
  RunwayProvider,
  BflProvider,
  StabilityProvider,
  LumaProvider,
  LumaAgentsProvider,
];

/** The adapters and the catalogue of their models; it needs no database, so that commands can ask them too. */
@Module({
  providers: [
    ...ADAPTERS,
    ProviderClient,
    { provide: PROVIDERS, inject: ADAPTERS, useFactory: (...adapters: Provider[]) => adapters },
    { provide: CATALOGUE, inject: [ENGINE_CONFIG], useFactory: loadCatalogue },
    ProvidersService,
    CatalogueService,
  ],
  exports: [ProvidersService, CatalogueService],
})
export class AdaptersModule {}

function loadCatalogue(config: EngineConfig): Catalogue {
  const catalogue = readCatalogue(CATALOGUE_FOLDER, config.catalogueDir);
  refuseUnserved(catalogue.models, renderQueues(config));
  return catalogue;
}
