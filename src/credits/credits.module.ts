import { Module } from '@nestjs/common';
import { TeamsModule } from '../teams/teams.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { LedgerReadingRepository } from './ledger-reading.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerService } from './ledger.service.js';
import { RenewalsService } from './renewals.service.js';
import { RenewalsSystemRepository } from './renewals.system.repository.js';

@Module({
  imports: [TeamsModule],
  controllers: [AccountController, LedgerController],
  providers: [
    LedgerService,
    LedgerRepository,
    LedgerReadingRepository,
    AccountService,
    RenewalsService,
    RenewalsSystemRepository,
  ],
  exports: [LedgerService, AccountService],
})
export class CreditsModule {}
