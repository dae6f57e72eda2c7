import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { EgressModule } from '../platform/egress/egress.module.js';
import { StorageModule } from '../platform/storage/storage.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { CallBook } from './call-book.service.js';
import { CallbackLinks } from './callbacks/callback-links.service.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { Callbacks } from './callbacks/callbacks.service.js';
import { CallbacksRepository } from './callbacks/callbacks.system.repository.js';
import { Conclusion } from './conclusion.service.js';
import { EstimateService } from './estimate.service.js';
import { KeySlots } from './key-slots.service.js';
import { MediaController } from './media.controller.js';
import { MediaHandler } from './media.handler.js';
import { InputChecks } from './input-checks.service.js';
import { InputFiles } from './input-files.service.js';
import { MediaRequests } from './media-requests.service.js';
import { MediaSubmissions } from './media-submissions.service.js';
import { ModelMeasuresRepository } from './model-measures.system.repository.js';
import { ModelMeasuring } from './model-measuring.service.js';
import { Outputs } from './outputs.service.js';
import { OwedStops } from './owed-stops.service.js';
import { OwedStopsRepository } from './owed-stops.system.repository.js';
import { ProviderAccounts } from './provider-accounts.service.js';
import { ProviderCallsRepository } from './provider-calls.repository.js';
import { RemoteStop } from './remote-stop.js';
import { RemoteWatch } from './remote-watch.service.js';
import { RenderStep } from './render-step.js';
import { RenderWork } from './render-work.service.js';
import { Submitting } from './submitting.service.js';
import { UnknownOutcome } from './unknown-outcome.service.js';

@Module({
  imports: [JobsModule, AssetsModule, ProvidersModule, CreditsModule, StorageModule, EgressModule],
  controllers: [MediaController, CallbacksController],
  providers: [
    MediaHandler,
    RenderStep,
    RenderWork,
    Submitting,
    RemoteWatch,
    UnknownOutcome,
    Conclusion,
    Outputs,
    CallBook,
    ProviderAccounts,
    KeySlots,
    CallbackLinks,
    Callbacks,
    CallbacksRepository,
    RemoteStop,
    OwedStops,
    OwedStopsRepository,
    MediaRequests,
    InputChecks,
    InputFiles,
    MediaSubmissions,
    EstimateService,
    ProviderCallsRepository,
    ModelMeasuring,
    ModelMeasuresRepository,
  ],
  exports: [MediaSubmissions, EstimateService],
})
export class MediaModule {}
