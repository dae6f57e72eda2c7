import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../../platform/database/transactions.js';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import type { Page } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { DeliveryView, ListEndpointDeliveriesQuery } from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';

@ApiTags('Webhooks')
@Controller('v1/webhook-endpoints/:id')
export class EndpointDeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('deliveries')
  @RequireAbility('webhooks:read')
  @ApiOperation({ summary: 'What was sent to one endpoint, newest first' })
  @ApiPage(DeliveryView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Param('id') endpointId: string,
    @Query() { limit, cursor, ...filter }: ListEndpointDeliveriesQuery,
  ): Promise<Page<DeliveryView>> {
    const deliveries = new PagedList(`deliveries to ${endpointId}`, anId('webhookDelivery'));
    const [beforeId] = deliveries.positionOf(cursor);
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.deliveries.pageOfEndpoint(tx, teamId, { ...filter, beforeId, endpointId }, limit + 1),
    );
    return deliveries.page(rows, limit, { view: (delivery) => delivery, position: ({ id }) => id });
  }

  @Post('test')
  @RequireAbility('webhooks:manage')
  @ApiOperation({
    summary: 'Send a `webhook.test` event to an endpoint, whatever its filter says',
    description: 'Answers the delivery; read it again to see how it went.',
  })
  @ApiAcceptedResponse({ type: DeliveryView })
  test(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 202 }, (tx) =>
      this.deliveries.test(tx, actor, id),
    );
  }
}
