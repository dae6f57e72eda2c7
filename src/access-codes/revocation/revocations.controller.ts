import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { CodeBatchView, RevokeInput } from '../batches/code-batches.dto.js';
import { AccessCodeView } from '../reading/access-codes.dto.js';
import { ClawBacks } from './claw-backs.service.js';
import { Revocations } from './revocations.service.js';

@ApiTags('Access codes')
@Controller('v1')
@RequireAbility('access-codes:revoke')
export class RevocationsController {
  constructor(
    private readonly revocations: Revocations,
    private readonly clawBacks: ClawBacks,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('access-code-batches/:id/revoke')
  @HttpCode(200)
  @ApiOperation({
    summary: 'End all codes of a batch',
    description:
      'With `clawBack`, unspent credits that its codes granted come back: at once, or if they are many, by and by from within a minute on.',
  })
  @ApiOkResponse({ type: CodeBatchView })
  async revokeBatch(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { clawBack = false }: RevokeInput,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(actor.teamId, call, { status: 200 }, (tx) =>
      this.revocations.revokeBatch(tx, actor, id, clawBack),
    );
    if (clawBack) await this.clawBacks.carryOutSome();
    return answer;
  }

  @Post('access-codes/:id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'End one code' })
  @ApiOkResponse({ type: AccessCodeView })
  async revokeCode(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { clawBack = false }: RevokeInput,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(actor.teamId, call, { status: 200 }, (tx) =>
      this.revocations.revokeCode(tx, actor, id, clawBack),
    );
    if (clawBack) await this.clawBacks.carryOutSome();
    return answer;
  }
}
