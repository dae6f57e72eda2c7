import { Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.js';
import { EventsModule } from '../events/events.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { AccessCodesController } from './access-codes.controller.js';
import { CodeBatchesController } from './batches/code-batches.controller.js';
import { CodeBatchesRepository } from './batches/code-batches.repository.js';
import { CodeBatchesService } from './batches/code-batches.service.js';
import { CodeDrafts } from './batches/code-drafts.service.js';
import { CodeImportsRepository } from './batches/code-imports.repository.js';
import { CodeImports } from './batches/code-imports.service.js';
import { CodeOrders } from './batches/code-orders.service.js';
import { CodeSlicesRepository } from './batches/code-slices.repository.js';
import { GenerateCodesHandler } from './batches/generate-codes.handler.js';
import { CodeEvents } from './code-events.service.js';
import { CodeKeys } from './codes/code-keys.service.js';
import { PepperRepository } from './codes/pepper.system.repository.js';
import { CodeExportRepository } from './export/code-export.system.repository.js';
import { CodeExportsController } from './export/code-exports.controller.js';
import { CodeExports } from './export/code-exports.service.js';
import { CodeLines } from './export/code-lines.service.js';
import { CodeLockoutsController } from './guesses/code-lockouts.controller.js';
import { GuessLimits } from './guesses/guess-limits.service.js';
import { GuessesRepository } from './guesses/guesses.system.repository.js';
import { OperatorCodesSystemRepository } from './operator-codes.system.repository.js';
import { PlanTerms } from './plan-terms/plan-terms.service.js';
import { PlanTermsRepository } from './plan-terms/plan-terms.system.repository.js';
import { AccessPlansController } from './plans/access-plans.controller.js';
import { AccessPlansRepository } from './plans/access-plans.repository.js';
import { AccessPlansService } from './plans/access-plans.service.js';
import { OperatorAccessPlansController } from './plans/operator-access-plans.controller.js';
import { CodePricingController } from './pricing/code-pricing.controller.js';
import { CodePricingRepository } from './pricing/code-pricing.repository.js';
import { ImportPrices } from './pricing/import-prices.service.js';
import { AccessCodesRepository } from './reading/access-codes.repository.js';
import { AccessCodesService } from './reading/access-codes.service.js';
import { CodeDesk } from './redemption/code-desk.service.js';
import { CodeLookup } from './redemption/code-lookup.service.js';
import { Redemptions } from './redemption/redemptions.service.js';
import { RedemptionsRepository } from './redemption/redemptions.system.repository.js';
import { ClawBacks } from './revocation/claw-backs.service.js';
import { ClawBacksRepository } from './revocation/claw-backs.system.repository.js';
import { RevocationsController } from './revocation/revocations.controller.js';
import { RevocationsRepository } from './revocation/revocations.repository.js';
import { Revocations } from './revocation/revocations.service.js';
import { CodeUpkeep } from './upkeep/code-upkeep.service.js';
import { ExpiredBatches } from './upkeep/expired-batches.service.js';
import { KeyRotation } from './upkeep/key-rotation.service.js';
import { BatchKeysRepository } from './upkeep/batch-keys.system.repository.js';
import { ExpiredBatchesRepository } from './upkeep/expired-batches.system.repository.js';

@Module({
  imports: [TeamsModule, CreditsModule, EventsModule, JobsModule],
  controllers: [
    AccessPlansController,
    OperatorAccessPlansController,
    CodeBatchesController,
    CodeExportsController,
    AccessCodesController,
    RevocationsController,
    CodePricingController,
    CodeLockoutsController,
  ],
  providers: [
    CodeKeys,
    PepperRepository,
    CodeEvents,
    OperatorCodesSystemRepository,
    AccessPlansService,
    AccessPlansRepository,
    CodePricingRepository,
    ImportPrices,
    CodeBatchesService,
    CodeBatchesRepository,
    CodeDrafts,
    CodeOrders,
    CodeImports,
    CodeImportsRepository,
    GenerateCodesHandler,
    CodeSlicesRepository,
    AccessCodesService,
    AccessCodesRepository,
    CodeExports,
    CodeLines,
    CodeExportRepository,
    CodeDesk,
    CodeLookup,
    Redemptions,
    RedemptionsRepository,
    PlanTerms,
    PlanTermsRepository,
    GuessLimits,
    GuessesRepository,
    Revocations,
    RevocationsRepository,
    ClawBacks,
    ClawBacksRepository,
    CodeUpkeep,
    ExpiredBatches,
    KeyRotation,
    BatchKeysRepository,
    ExpiredBatchesRepository,
  ],
  exports: [CodeOrders, CodeDrafts, AccessCodesService, CodeDesk, Revocations, ClawBacks, CodeExports],
})
export class AccessCodesModule {}
