import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { Transactions } from '../../platform/database/transactions.js';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { EndpointChanges, EndpointView, EndpointWithSecretView, NewEndpointInput } from './endpoints.dto.js';
import { EndpointsService } from './endpoints.service.js';

const ENDPOINTS = new PagedList('webhook endpoints', anId('webhookEndpoint'));

@ApiTags('Webhooks')
@Controller('v1/webhook-endpoints')
@RequireAbility('webhooks:manage')
export class EndpointsController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @RequireAbility('webhooks:read')
  @ApiOperation({ summary: 'List webhook endpoints, newest first' })
  @ApiPage(EndpointView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<EndpointView>> {
    const [beforeId] = ENDPOINTS.positionOf(cursor);
    const endpoints = await this.transactions.forTeam(teamId, (tx) =>
      this.endpoints.page(tx, { beforeId, limit: limit + 1 }),
    );
    return ENDPOINTS.page(endpoints, limit, { view: (endpoint) => endpoint, position: ({ id }) => id });
  }

  @Get(':id')
  @RequireAbility('webhooks:read')
  @ApiOperation({ summary: 'Read one webhook endpoint' })
  @ApiOkResponse({ type: EndpointView })
  read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<EndpointView> {
    return this.transactions.forTeam(teamId, (tx) => this.endpoints.read(tx, id));
  }

  @Post()
  @ApiOperation({
    summary: 'Have events posted to an address',
    description: 'The secret that verifies their signatures is shown this once.',
  })
  @ApiCreatedResponse({ type: EndpointWithSecretView })
  create(@CurrentActor() actor: Actor, @Body() input: NewEndpointInput, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 201, secret: true }, (tx) =>
      this.endpoints.create(tx, actor, input),
    );
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change address, events, description or metadata' })
  @ApiOkResponse({ type: EndpointView })
  update(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() changes: EndpointChanges,
  ): Promise<EndpointView> {
    return this.transactions.forTeam(actor.teamId, (tx) => this.endpoints.update(tx, actor, id, changes));
  }

  @Post(':id/rotate-secret')
  @ApiOperation({
    summary: 'Give an endpoint a new secret',
    description: 'It is shown this once. The one before signs, too, for 24 hours.',
  })
  @ApiCreatedResponse({ type: EndpointWithSecretView })
  rotateSecret(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 201, secret: true }, (tx) =>
      this.endpoints.rotateSecret(tx, actor, id),
    );
  }

  @Post(':id/disable')
  @ApiOperation({
    summary: 'Send nothing to an endpoint any more',
    description: 'What would be sent meanwhile is kept as dead deliveries, which can be delivered again.',
  })
  @ApiOkResponse({ type: EndpointView })
  disable(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 200 }, (tx) =>
      this.endpoints.disable(tx, actor, id),
    );
  }

  @Post(':id/enable')
  @ApiOperation({ summary: 'Send to an endpoint again' })
  @ApiOkResponse({ type: EndpointView })
  enable(@CurrentActor() actor: Actor, @Param('id') id: string, @Idempotent() call: IdempotentCall) {
    return this.idempotency.answer(actor.teamId, call, { status: 200 }, (tx) =>
      this.endpoints.enable(tx, actor, id),
    );
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an endpoint; the log of its deliveries stays' })
  @ApiNoContentResponse()
  async remove(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.transactions.forTeam(actor.teamId, (tx) => this.endpoints.delete(tx, actor, id));
  }
}
