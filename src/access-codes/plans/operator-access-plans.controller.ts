import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotency, OPERATOR_SCOPE } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { CurrentOperator } from '../../teams/current-operator.decorator.js';
import { OperatorOnly } from '../../teams/operator-only.decorator.js';
import type { Operator } from '../../teams/operator.types.js';
import { AccessPlanView, NewAccessPlanInput } from './access-plans.dto.js';
import { AccessPlansService } from './access-plans.service.js';

@ApiTags('Operator')
@Controller('v1/admin/teams/:id/access-plans')
@OperatorOnly()
export class OperatorAccessPlansController {
  constructor(
    private readonly plans: AccessPlansService,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Make an access plan for a team',
    description: 'Such a plan may grant a plan of this engine for a time (`grants.plan`, `durationDays`).',
  })
  @ApiCreatedResponse({ type: AccessPlanView })
  create(
    @CurrentOperator() operator: Operator,
    @Param('id') teamId: string,
    @Body() input: NewAccessPlanInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 201 }, (tx) =>
      this.plans.createByOperator(tx, operator, teamId, input),
    );
  }
}
