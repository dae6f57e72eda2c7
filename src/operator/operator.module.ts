import { Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { InvariantsWatch } from './audit/invariants-watch.service.js';
import { InvariantsSystemRepository } from './audit/invariants.system.repository.js';
import { OperatorGrantsController } from './operator-grants.controller.js';
import { OperatorService } from './operator.service.js';
import { OperatorSystemRepository } from './operator.system.repository.js';
import { OperatorTeamsController } from './operator-teams.controller.js';

/** What whoever runs the engine does from outside of any team, and what watches over all of them. */
@Module({
  imports: [TeamsModule, CreditsModule],
  controllers: [OperatorTeamsController, OperatorGrantsController],
  providers: [OperatorService, OperatorSystemRepository, InvariantsWatch, InvariantsSystemRepository],
})
export class OperatorModule {}
