import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { AccountView } from './account.dto.js';
import { AccountService } from './account.service.js';

@ApiTags('Account')
@Controller('v1/account')
export class AccountController {
  constructor(private readonly accounts: AccountService) {}

  @Get()
  @ApiOperation({ summary: 'Team, plan, credits and limits of the token that asks' })
  @ApiOkResponse({ type: AccountView })
  read(@CurrentActor() actor: Actor): Promise<AccountView> {
    return this.accounts.read(actor);
  }
}
