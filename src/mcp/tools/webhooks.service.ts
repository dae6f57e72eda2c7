import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import { invalid } from '../../platform/errors.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import type { PageQuery } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { DeliveriesService } from '../../webhooks/deliveries/deliveries.service.js';
import { EndpointsService } from '../../webhooks/endpoints/endpoints.service.js';
import type { ToolCall } from './tool.types.js';
import type {
  CreatedEndpoint,
  CreateEndpointInput,
  DeliveryList,
  EndpointList,
  ListDeliveriesInput,
  RedeliverWebhookInput,
  RedeliverWebhookOutput,
} from './webhooks.dto.js';

const ENDPOINTS = new PagedList('list_webhook_endpoints', anId('webhookEndpoint'));
const DELIVERIES = new PagedList('list_webhook_deliveries', anId('webhookDelivery'));

@Injectable()
export class Webhooks {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly endpointsService: EndpointsService,
    private readonly deliveriesService: DeliveriesService,
  ) {}

  async endpoints({ teamId }: Actor, { limit, cursor }: PageQuery): Promise<EndpointList> {
    const [beforeId] = ENDPOINTS.positionOf(cursor);
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.endpointsService.page(tx, { beforeId, limit: limit + 1 }),
    );
    const { data, nextCursor } = ENDPOINTS.page(rows, limit, {
      view: (row) => row,
      position: ({ id }) => id,
    });
    return { endpoints: data, nextCursor };
  }

  async create(
    { actor, name, arguments: given }: ToolCall,
    { requestId, ...input }: CreateEndpointInput,
  ): Promise<CreatedEndpoint> {
    const call = { key: requestId, method: 'MCP', route: name, body: given };
    const answer = await this.idempotency.once(actor.teamId, call, { status: 201, secret: true }, (tx) =>
      this.endpointsService.create(tx, actor, input),
    );
    const created = JSON.parse(answer.body!) as CreatedEndpoint;
    return { ...created, ...(answer.replayed && { replayed: true }) };
  }

  async deliveries(
    { teamId }: Actor,
    { limit, cursor, ...filter }: ListDeliveriesInput,
  ): Promise<DeliveryList> {
    const [beforeId] = DELIVERIES.positionOf(cursor);
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.deliveriesService.page(tx, teamId, { ...filter, beforeId }, limit + 1),
    );
    const { data, nextCursor } = DELIVERIES.page(rows, limit, {
      view: (row) => row,
      position: ({ id }) => id,
    });
    return { deliveries: data, nextCursor };
  }

  async redeliver({ teamId }: Actor, input: RedeliverWebhookInput): Promise<RedeliverWebhookOutput> {
    refuseMixed(input);
    const { deliveryId, since, ...narrowed } = input;
    const redelivered = await this.transactions.forTeam(teamId, async (tx) => {
      if (since !== undefined) return this.deliveriesService.redeliverMany(tx, { since, ...narrowed });
      await this.deliveriesService.redeliver(tx, deliveryId!);
      return 1;
    });
    this.deliveriesService.wakeDeliverers();
    return { redelivered };
  }
}

/** One by its id, or those since a time: what narrows the many means nothing beside the one. */
function refuseMixed({ deliveryId, since, ...narrowed }: RedeliverWebhookInput): void {
  if ((deliveryId === undefined) === (since === undefined))
    throw invalid([{ path: 'deliveryId', message: 'or since is needed, and not both' }]);
  if (deliveryId === undefined) return;
  const strange = Object.entries(narrowed).filter(([, value]) => (value ?? undefined) !== undefined);
  if (strange.length > 0)
    throw invalid(strange.map(([path]) => ({ path, message: 'goes with since, not with delivery_id' })));
}
