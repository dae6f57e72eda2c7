import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotency, OPERATOR_SCOPE } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { CurrentOperator } from '../teams/current-operator.decorator.js';
import { OperatorOnly } from '../teams/operator-only.decorator.js';
import type { Operator } from '../teams/operator.types.js';
import { IssuedTokenView, NewTokenInput } from '../teams/tokens.dto.js';
import { TokensService } from '../teams/tokens.service.js';
import { AddedCreditsView, CreditsInput, LowCreditsInput, LowCreditsView } from './operator.dto.js';
import { OperatorService } from './operator.service.js';

/** What the operator hands to a team: tokens and credits. */
@ApiTags('Operator')
@Controller('v1/admin/teams/:id')
@OperatorOnly()
export class OperatorGrantsController {
  constructor(
    private readonly operator: OperatorService,
    private readonly tokens: TokensService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('tokens')
  @ApiOperation({
    summary: 'Make a token for a team',
    description: 'The secret is shown this once. It has all abilities when none are named.',
  })
  @ApiCreatedResponse({ type: IssuedTokenView })
  issueToken(
    @CurrentOperator() { requestId }: Operator,
    @Param('id') teamId: string,
    @Body() input: NewTokenInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 201, secret: true }, (tx) =>
      this.tokens.issueByOperator(tx, teamId, input, requestId),
    );
  }

  @Post('credits')
  @ApiOperation({ summary: 'Add bought credits, which never expire' })
  @ApiCreatedResponse({ type: AddedCreditsView })
  addCredits(
    @CurrentOperator() operator: Operator,
    @Param('id') teamId: string,
    @Body() input: CreditsInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 201 }, (tx) =>
      this.operator.addCredits(tx, operator, teamId, input),
    );
  }

  @Post('low-credits')
  @HttpCode(200)
  @ApiOperation({ summary: 'Say when a team is told that its credits are low' })
  @ApiOkResponse({ type: LowCreditsView })
  setLowCredits(
    @CurrentOperator() operator: Operator,
    @Param('id') teamId: string,
    @Body() input: LowCreditsInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, (tx) =>
      this.operator.setLowCredits(tx, operator, teamId, input),
    );
  }
}
