import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.js';
import { EventsModule } from '../events/events.module.js';
import { QueueModule } from '../platform/queue/queue.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { BatchManifestsController } from './batch-manifests.controller.js';
import { BatchManifest } from './batch-manifest.service.js';
import { BatchPresenter } from './batch-presenter.service.js';
import { BatchTeamRepository } from './batch-team.system.repository.js';
import { BatchesController } from './batches.controller.js';
import { CancellationService } from './cancellation.service.js';
import { DispatchRepository } from './dispatch/dispatch.system.repository.js';
import { DispatcherService } from './dispatch/dispatcher.service.js';
import { ReconcileRepository } from './dispatch/reconcile.system.repository.js';
import { ReconcilerService } from './dispatch/reconciler.service.js';
import { ClaimsRepository } from './execution/claims.system.repository.js';
import { BackInLine } from './execution/back-in-line.service.js';
import { HeldJobsRepository } from './execution/held-jobs.repository.js';
import { processorFor } from './execution/job.processor.js';
import { JobRunner } from './execution/job-runner.service.js';
import { LeasesService } from './execution/leases.service.js';
import { OutcomeWriter } from './execution/outcome-writer.js';
import { ParkingService } from './execution/parking.service.js';
import { ParkedJobsService } from './execution/parked-jobs.service.js';
import { JOB_PROCESSORS, WorkersService } from './execution/workers.service.js';
import { ErasureRepository } from './erasure/erasure.repository.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ErasureWriter } from './erasure/erasure-writer.js';
import { RetentionRepository } from './erasure/retention.system.repository.js';
import { RetentionService } from './erasure/retention.service.js';
import type { QueueSpec } from './job-handler.types.js';
import { JobHandlers } from './job-handlers.service.js';
import { JobMetrics } from './job-metrics.service.js';
import { JobPresenter } from './job-presenter.service.js';
import { JOB_QUEUES } from './job-queues.js';
import { JobTimelinesController } from './job-timelines.controller.js';
import { JobsController } from './jobs.controller.js';
import { BatchesService } from './reading/batches.service.js';
import { EndedJobAnswers } from './reading/ended-job-answers.service.js';
import { EndedJobs } from './reading/ended-jobs.service.js';
import { JobGroups } from './reading/job-groups.service.js';
import { JobWaiters } from './reading/job-waiters.service.js';
import { JobsRepository } from './reading/jobs.repository.js';
import { JobsService } from './reading/jobs.service.js';
import { TimelineFeed } from './reading/timeline-feed.service.js';
import { Announcements } from './settlement/announcements.service.js';
import { SettlementRepository } from './settlement/settlement.repository.js';
import { SettlementService } from './settlement/settlement.service.js';
import { BundleWriter } from './submission/bundle-writer.js';
import { DirectCharges } from './submission/direct-charges.service.js';
import { Orders } from './submission/orders.service.js';
import { StoredAnswers } from './submission/stored-answers.service.js';
import { SubmissionsRepository } from './submission/submissions.repository.js';
import { SubmissionsOfTeamsRepository } from './submission/submissions-of-teams.system.repository.js';
import { SubmissionsService } from './submission/submissions.service.js';
import { TimelineRepository } from './timeline.repository.js';

/** Accepting, reading and canceling jobs; `JobWorkersModule` is what works on them. */
@Module({
  imports: [TeamsModule, CreditsModule, EventsModule],
  controllers: [JobsController, JobTimelinesController, BatchesController, BatchManifestsController],
  providers: [
    JobHandlers,
    JobMetrics,
    JobPresenter,
    BatchPresenter,
    BatchManifest,
    BatchTeamRepository,
    SubmissionsService,
    StoredAnswers,
    Orders,
    DirectCharges,
    BundleWriter,
    SubmissionsRepository,
    SubmissionsOfTeamsRepository,
    SettlementService,
    SettlementRepository,
    Announcements,
    CancellationService,
    JobsService,
    JobGroups,
    BatchesService,
    JobsRepository,
    JobWaiters,
    TimelineFeed,
    ErasureService,
    ErasureWriter,
    ErasureRepository,
    RetentionService,
    RetentionRepository,
    EndedJobs,
    EndedJobAnswers,
    TimelineRepository,
  ],
  exports: [
    JobHandlers,
    JobMetrics,
    JobPresenter,
    BatchPresenter,
    SubmissionsService,
    Orders,
    DirectCharges,
    SettlementService,
    CancellationService,
    JobsService,
    JobGroups,
    BatchesService,
  ],
})
export class JobsModule {}

@Module({})
export class JobWorkersModule {
  static serving(queues: QueueSpec[]): DynamicModule {
    const processors = queues.map(processorFor);
    return {
      module: JobWorkersModule,
      imports: [
        JobsModule,
        CreditsModule,
        QueueModule.onPostgres(),
        BullModule.registerQueue(...queues.map(({ name }) => ({ name }))),
      ],
      providers: [
        WorkersService,
        DispatcherService,
        DispatchRepository,
        ReconcilerService,
        ReconcileRepository,
        ParkedJobsService,
        JobRunner,
        LeasesService,
        OutcomeWriter,
        ParkingService,
        BackInLine,
        ClaimsRepository,
        HeldJobsRepository,
        TimelineRepository,
        ...processors,
        { provide: JOB_QUEUES, useValue: queues },
        { provide: JOB_PROCESSORS, inject: processors, useFactory: (...all: unknown[]) => all },
      ],
    };
  }
}
