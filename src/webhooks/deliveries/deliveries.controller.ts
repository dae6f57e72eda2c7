import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../../platform/database/transactions.js';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import type { Page } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import {
  DeliveryView,
  DeliveryWithAttemptsView,
  ListDeliveriesQuery,
  RedeliveredView,
  RedeliverInput,
} from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';

const DELIVERIES = new PagedList('webhook deliveries', anId('webhookDelivery'));

@ApiTags('Webhooks')
@Controller('v1/webhook-deliveries')
@RequireAbility('webhooks:read')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What was sent where, newest first' })
  @ApiPage(DeliveryView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor, ...filter }: ListDeliveriesQuery,
  ): Promise<Page<DeliveryView>> {
    const [beforeId] = DELIVERIES.positionOf(cursor);
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.deliveries.page(tx, teamId, { ...filter, beforeId }, limit + 1),
    );
    return DELIVERIES.page(rows, limit, { view: (delivery) => delivery, position: ({ id }) => id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One delivery with its attempts' })
  @ApiOkResponse({ type: DeliveryWithAttemptsView })
  read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<DeliveryWithAttemptsView> {
    return this.transactions.forTeam(teamId, (tx) => this.deliveries.read(tx, id));
  }

  @Post('redeliver')
  @RequireAbility('webhooks:manage')
  @ApiOperation({
    summary: 'Deliver again what could not be delivered since a time',
    description: 'With `includeDelivered`, everything since then: receivers see the same `webhook-id` again.',
  })
  @ApiAcceptedResponse({ type: RedeliveredView })
  async redeliverMany(
    @CurrentActor() { teamId }: Actor,
    @Body() input: RedeliverInput,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(teamId, call, { status: 202 }, async (tx) => ({
      redelivered: await this.deliveries.redeliverMany(tx, input),
    }));
    this.deliveries.wakeDeliverers();
    return answer;
  }

  @Post(':id/redeliver')
  @RequireAbility('webhooks:manage')
  @ApiOperation({
    summary: 'Deliver again, at once and with all retries',
    description: 'The body and its `webhook-id` are those of the first time.',
  })
  @ApiAcceptedResponse({ type: DeliveryView })
  async redeliver(
    @CurrentActor() { teamId }: Actor,
    @Param('id') id: string,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(teamId, call, { status: 202 }, (tx) =>
      this.deliveries.redeliver(tx, id),
    );
    this.deliveries.wakeDeliverers();
    return answer;
  }
}
