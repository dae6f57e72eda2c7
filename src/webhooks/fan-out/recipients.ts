import { newId } from '../../platform/ids.js';
import { passes } from '../endpoints/event-filter.js';
import type { DeliveryRow, FreshEvent, Subscriber } from './fan-out.system.repository.js';

/** One delivery for each endpoint that wants the event, and one for the address of its job or batch. */
export function deliveriesOf(event: FreshEvent, subscribers: Subscriber[]): DeliveryRow[] {
  const { id: eventId, teamId, type: eventType, requestId, webhookUrl } = event;
  const common = { teamId, eventId, eventType, requestId };
  const toEndpoints = subscribers
    .filter((endpoint) => endpoint.teamId === teamId && wants(endpoint, event))
    .map(({ id }) => ({ ...common, id: newId('webhookDelivery'), endpointId: id, url: null, lane: id }));
  if (webhookUrl === null) return toEndpoints;
  const own = { ...common, id: newId('webhookDelivery'), endpointId: null, url: webhookUrl };
  return [...toEndpoints, { ...own, lane: laneOf(teamId, webhookUrl) }];
}

function wants({ id, events }: Subscriber, { type, subject }: FreshEvent): boolean {
  if (type === 'webhook.test') return id === subject;
  // That it is disabled can't be told to the one that is.
  if (type === 'webhook_endpoint.disabled' && id === subject) return false;
  return passes(type, events);
}

/** Jobs bring many addresses of few servers: what a dead server holds up is what goes to that server. */
function laneOf(teamId: string, url: string): string {
  return `${teamId} ${URL.canParse(url) ? new URL(url).origin : url}`;
}
