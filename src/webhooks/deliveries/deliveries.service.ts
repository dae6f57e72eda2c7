import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventsService } from '../../events/events.service.js';
import { Notifications } from '../../platform/database/notifications.js';
import type { Tx } from '../../platform/database/transactions.js';
import { DomainError, notFound } from '../../platform/errors.js';
import { isId, newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import type { DeliveryView, DeliveryWithAttemptsView, RedeliverInput } from './deliveries.dto.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { DeliveryFilter } from './deliveries.types.js';

/** What was sent where, and sending it again. */
@Injectable()
export class DeliveriesService implements OnModuleInit {
  constructor(
    private readonly rows: DeliveriesRepository,
    private readonly endpoints: EndpointsService,
    private readonly events: EventsService,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    this.events.whenErased((tx, eventIds) => this.rows.erase(tx, eventIds));
  }

  async read(tx: Tx, id: string): Promise<DeliveryWithAttemptsView> {
    return found(isId('webhookDelivery', id) ? await this.rows.withAttempts(tx, id) : undefined);
  }

  /** Newest first. */
  page(tx: Tx, teamId: string, filter: DeliveryFilter, limit: number): Promise<DeliveryView[]> {
    return this.rows.page(tx, teamId, filter, limit);
  }

  async pageOfEndpoint(
    tx: Tx,
    teamId: string,
    filter: DeliveryFilter & { endpointId: string },
    limit: number,
  ): Promise<DeliveryView[]> {
    await this.endpoints.read(tx, filter.endpointId);
    return this.page(tx, teamId, filter, limit);
  }

  /** An event of no meaning to the endpoint alone, whatever its filter says. */
  async test(tx: Tx, { teamId, requestId }: Actor, endpointId: string): Promise<DeliveryView> {
    const { status } = await this.endpoints.read(tx, endpointId);
    if (status === 'disabled') throw nowhereToSend();
    const event = {
      type: 'webhook.test' as const,
      subject: endpointId,
      data: { endpointId, message: 'This is a test.' },
      requestId,
    };
    const [eventId] = await this.events.append(tx, teamId, [event]);
    const id = newId('webhookDelivery');
    await this.rows.insert(tx, {
      id,
      teamId,
      eventId: eventId!,
      eventType: event.type,
      endpointId,
      requestId,
    });
    return this.find(tx, id);
  }

  async redeliver(tx: Tx, id: string): Promise<DeliveryView> {
    await this.find(tx, id);
    if (!(await this.rows.again(tx, id))) throw nowhereToSend();
    return this.find(tx, id);
  }

  async redeliverMany(tx: Tx, { since, endpointId, includeDelivered }: RedeliverInput): Promise<number> {
    if (endpointId) {
      const { status } = await this.endpoints.read(tx, endpointId);
      if (status === 'disabled') throw nowhereToSend();
    }
    const states = includeDelivered ? (['dead', 'delivered'] as const) : (['dead'] as const);
    return this.rows.manyAgain(tx, { since: new Date(since), endpointId, states: [...states] });
  }

  /** After the commit: those who deliver need not wait for their clock. */
  wakeDeliverers(): void {
    this.notifications.tell('webhook_due');
  }

  private async find(tx: Tx, id: string): Promise<DeliveryView> {
    return found(isId('webhookDelivery', id) ? await this.rows.byId(tx, id) : undefined);
  }
}

function found<T>(delivery: T | undefined): T {
  if (!delivery) throw notFound('webhook delivery');
  return delivery;
}

function nowhereToSend(): DomainError {
  return new DomainError(
    'invalid_state',
    'There is nowhere to send it to: its endpoint is disabled or deleted.',
    {
      remediation: 'Enable the endpoint, then try again.',
    },
  );
}
