import { Module } from '@nestjs/common';
import { AssetsModule } from '../assets/assets.module.js';
import { CreditsModule } from '../credits/credits.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { InvariantsWatch } from './audit/invariants-watch.service.js';
import { InvariantsSystemRepository } from './audit/invariants.system.repository.js';
import { TeamDeletion } from './deletion/team-deletion.service.js';
import { TeamDeletionRepository } from './deletion/team-deletion.system.repository.js';
import { TeamDeletionUpkeep } from './deletion/team-deletion-upkeep.service.js';
import { OperatorDataController } from './operator-data.controller.js';
import { OperatorGrantsController } from './operator-grants.controller.js';
import { OperatorService } from './operator.service.js';
import { OperatorSystemRepository } from './operator.system.repository.js';
import { OperatorTeamsController } from './operator-teams.controller.js';

/** What whoever runs the engine does from outside of any team, and what watches over all of them. */
@Module({
  imports: [TeamsModule, CreditsModule, JobsModule, AssetsModule],
  controllers: [OperatorTeamsController, OperatorGrantsController, OperatorDataController],
  providers: [
    TeamDeletion,
    TeamDeletionRepository,
    TeamDeletionUpkeep,
    OperatorService,
    OperatorSystemRepository,
    InvariantsWatch,
    InvariantsSystemRepository,
  ],
})
export class OperatorModule {}
