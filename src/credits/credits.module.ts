import { Module } from '@nestjs/common';
import { EventsModule } from '../events/events.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { CreditAlertsRepository } from './credit-alerts.repository.js';
import { CreditAlerts } from './credit-alerts.service.js';
import { LedgerReadingRepository } from './ledger-reading.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerService } from './ledger.service.js';
import { RenewalsService } from './renewals.service.js';
import { RenewalsSystemRepository } from './renewals.system.repository.js';
import { OperatorUsageController } from './usage/operator-usage.controller.js';
import { OperatorUsageRepository } from './usage/operator-usage.system.repository.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageRepository } from './usage/usage.repository.js';
import { UsageService } from './usage/usage.service.js';

@Module({
  imports: [TeamsModule, EventsModule],
  controllers: [AccountController, LedgerController, UsageController, OperatorUsageController],
  providers: [
    LedgerService,
    LedgerRepository,
    LedgerReadingRepository,
    CreditAlerts,
    CreditAlertsRepository,
    UsageService,
    UsageRepository,
    OperatorUsageRepository,
    AccountService,
    RenewalsService,
    RenewalsSystemRepository,
  ],
  exports: [LedgerService, AccountService, CreditAlerts, UsageService],
})
export class CreditsModule {}
