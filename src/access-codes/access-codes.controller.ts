import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import type { Page } from '../platform/http/page.dto.js';
import { replyAsStored } from '../platform/http/stored-reply.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import {
  AccessCodeView,
  ListCodesQuery,
  ListRedemptionsQuery,
  RedemptionView,
} from './reading/access-codes.dto.js';
import { AccessCodesService } from './reading/access-codes.service.js';
import { CodeDesk } from './redemption/code-desk.service.js';
import {
  RedeemCodeInput,
  RedeemedView,
  ValidateCodeInput,
  VerdictView,
} from './redemption/redemptions.dto.js';

@ApiTags('Access codes')
@Controller('v1')
@RequireAbility('access-codes:read')
export class AccessCodesController {
  constructor(
    private readonly codes: AccessCodesService,
    private readonly desk: CodeDesk,
  ) {}

  @Post('access-codes/validate')
  @HttpCode(200)
  @RequireAbility('access-codes:redeem')
  @ApiOperation({
    summary: "Whether a code is good, whichever team's it is",
    description:
      'Changes nothing. `malformed` is a slip of the hand; too many `not_found` are answered with 429.',
  })
  @ApiOkResponse({ type: VerdictView })
  validate(@CurrentActor() actor: Actor, @Body() input: ValidateCodeInput): Promise<VerdictView> {
    return this.desk.validate(actor, input);
  }

  @Post('access-codes/redeem')
  @RequireAbility('access-codes:redeem')
  @ApiOperation({
    summary: 'Redeem a code for a subject',
    description:
      'What is refused is 409 `code_refused`, with the verdict in `context.verdict`, and changes nothing.',
  })
  @ApiCreatedResponse({ type: RedeemedView })
  redeem(
    @CurrentActor() actor: Actor,
    @Body() input: RedeemCodeInput,
    @Idempotent() call: IdempotentCall,
  ): Promise<string> {
    return replyAsStored(call, this.redeemed(actor, input, call));
  }

  @Get('access-codes')
  @ApiOperation({ summary: 'List codes, masked, newest batch first' })
  @ApiPage(AccessCodeView)
  list(@CurrentActor() actor: Actor, @Query() query: ListCodesQuery): Promise<Page<AccessCodeView>> {
    return this.codes.list(actor, query);
  }

  @Get('access-codes/:id')
  @ApiOperation({ summary: 'One code, masked' })
  @ApiOkResponse({ type: AccessCodeView })
  read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AccessCodeView> {
    return this.codes.read(actor, id);
  }

  @Get('redemptions')
  @ApiOperation({ summary: 'Who redeemed which code, newest first', description: "Of your team's codes." })
  @ApiPage(RedemptionView)
  redemptions(
    @CurrentActor() actor: Actor,
    @Query() query: ListRedemptionsQuery,
  ): Promise<Page<RedemptionView>> {
    return this.codes.redemptions(actor, query);
  }

  private async redeemed(actor: Actor, input: RedeemCodeInput, call: IdempotentCall) {
    const { body, replayed } = await this.desk.redeem(actor, input, call);
    return { body: body!, replayed };
  }
}
