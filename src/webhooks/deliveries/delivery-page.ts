import { decodeIdCursor, toPage } from '../../platform/http/cursor.js';
import type { Page } from '../../platform/http/page.dto.js';
import type { DeliveryView, ListDeliveriesQuery } from './deliveries.dto.js';
import type { DeliveryFilter } from './deliveries.types.js';

export function toFilter({ limit: _limit, cursor, ...filter }: ListDeliveriesQuery): DeliveryFilter {
  return { ...filter, beforeId: decodeIdCursor(cursor, 'webhookDelivery') };
}

export function deliveryPage(rows: DeliveryView[], limit: number): Page<DeliveryView> {
  return toPage(rows, limit, { view: (delivery) => delivery, position: ({ id }) => id });
}
