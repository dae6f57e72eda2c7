import { Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../../platform/database/transactions.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { TeamKeysService } from './team-keys.service.js';
import { WebhookPublicKeysView, WebhookSecretView } from './webhook-secret.dto.js';

@ApiTags('Webhooks')
@Controller('v1')
@RequireAbility('webhooks:manage')
export class WebhookSecretController {
  constructor(
    private readonly keys: TeamKeysService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('webhook-secret')
  @ApiOperation({ summary: 'The secret that signs what goes to the `webhookUrl` of jobs and batches' })
  @ApiOkResponse({ type: WebhookSecretView })
  read(@CurrentActor() { teamId }: Actor): Promise<WebhookSecretView> {
    return this.transactions.forTeam(teamId, (tx) => this.keys.secret(tx, teamId));
  }

  @Get('webhook-public-keys')
  @RequireAbility('webhooks:read')
  @ApiOperation({
    summary: 'The public keys that verify the `v1a` signatures of everything sent to the team',
  })
  @ApiOkResponse({ type: WebhookPublicKeysView })
  publicKeys(@CurrentActor() { teamId }: Actor): Promise<WebhookPublicKeysView> {
    return this.transactions.forTeam(teamId, (tx) => this.keys.publicKeys(tx, teamId));
  }

  @Post('webhook-secret/rotate')
  @ApiOperation({
    summary: 'Give the team a new default secret and a new key pair',
    description: 'Those before sign, too, for 24 hours, so that receivers can change over without a gap.',
  })
  @ApiCreatedResponse({ type: WebhookSecretView })
  rotate(@CurrentActor() actor: Actor, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 201, secret: true }, (tx) =>
      this.keys.rotate(tx, actor),
    );
  }
}
