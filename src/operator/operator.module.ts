import { Module } from '@nestjs/common';
import { CreditsModule } from '../credits/credits.module.js';
import { StorageModule } from '../platform/storage/storage.module.js';
import { TeamsModule } from '../teams/teams.module.js';
import { AssetFiles } from './audit/asset-files.service.js';
import { AssetFilesSystemRepository } from './audit/asset-files.system.repository.js';
import { InvariantsWatch } from './audit/invariants-watch.service.js';
import { InvariantsSystemRepository } from './audit/invariants.system.repository.js';
import { OperatorGrantsController } from './operator-grants.controller.js';
import { OperatorService } from './operator.service.js';
import { OperatorSystemRepository } from './operator.system.repository.js';
import { OperatorTeamsController } from './operator-teams.controller.js';

/** What whoever runs the engine does from outside of any team, and what watches over all of them. */
@Module({
  imports: [TeamsModule, CreditsModule, StorageModule],
  controllers: [OperatorTeamsController, OperatorGrantsController],
  providers: [
    OperatorService,
    OperatorSystemRepository,
    InvariantsWatch,
    InvariantsSystemRepository,
    AssetFiles,
    AssetFilesSystemRepository,
  ],
})
export class OperatorModule {}
