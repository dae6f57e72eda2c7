import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { EgressModule } from '../platform/egress/egress.module.js';
import { StorageModule } from '../platform/storage/storage.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { EstimateService } from './estimate.service.js';
import { MediaController } from './media.controller.js';
import { MediaHandler } from './media.handler.js';
import { InputChecks } from './input-checks.service.js';
import { InputFiles } from './input-files.service.js';
import { MediaRequests } from './media-requests.service.js';
import { MediaSubmissions } from './media-submissions.service.js';
import { ProviderCallsRepository } from './provider-calls.repository.js';
import { RemoteStop } from './remote-stop.js';
import { RenderStep } from './render-step.js';

@Module({
  imports: [JobsModule, AssetsModule, ProvidersModule, CreditsModule, StorageModule, EgressModule],
  controllers: [MediaController],
  providers: [
    MediaHandler,
    RenderStep,
    RemoteStop,
    MediaRequests,
    InputChecks,
    InputFiles,
    MediaSubmissions,
    EstimateService,
    ProviderCallsRepository,
  ],
  exports: [MediaSubmissions, EstimateService],
})
export class MediaModule {}
