import { Module } from '@nestjs/common';
import { CreditsModule } from '../../credits/credits.module.js';
import { TeamsModule } from '../../teams/teams.module.js';
import { SignupController } from './signup.controller.js';
import { SignupService } from './signup.service.js';

/** Only where the operator opened it: elsewhere there is no such address. */
@Module({
  imports: [TeamsModule, CreditsModule],
  controllers: [SignupController],
  providers: [SignupService],
})
export class SignupModule {}
