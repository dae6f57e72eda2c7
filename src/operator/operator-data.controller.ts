import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotency, OPERATOR_SCOPE } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { CurrentOperator } from '../teams/current-operator.decorator.js';
import { OperatorOnly } from '../teams/operator-only.decorator.js';
import type { Operator } from '../teams/operator.types.js';
import { TeamDeletion } from './deletion/team-deletion.service.js';
import { OperatorTeamView, RetentionInput } from './operator.dto.js';
import { OperatorService } from './operator.service.js';

/** How long what a team has is kept. */
@ApiTags('Operator')
@Controller('v1/admin/teams/:id')
@OperatorOnly()
export class OperatorDataController {
  constructor(
    private readonly operator: OperatorService,
    private readonly deletion: TeamDeletion,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('retention')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say for how many days the jobs of a team are kept',
    description:
      'Jobs that ended longer ago are erased within an hour or so, as `DELETE /v1/jobs/:id` does; null keeps them.',
  })
  @ApiOkResponse({ type: OperatorTeamView })
  setRetention(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() { days }: RetentionInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, (tx) =>
      this.operator.setRetention(tx, operator, id, days),
    );
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a team with all it has',
    description:
      'Its tokens are dead at once, running jobs are canceled, and jobs, files, events and keys are gone when this answers. The ledger keeps its amounts under the bare id. A second call answers the same, and goes on where a first one was cut short.',
  })
  delete(@CurrentOperator() operator: Operator, @Param('id') id: string): Promise<void> {
    return this.deletion.delete(operator, id);
  }
}
