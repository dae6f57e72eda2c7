/** A scheduled one is still to be attempted, a dead one is not unless somebody asks for it. */
export const DELIVERY_STATES = ['scheduled', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryFilter {
  status?: DeliveryState;
  endpointId?: string;
  eventId?: string;
  eventType?: string;
  createdAfter?: Date;
  createdBefore?: Date;
  beforeId?: string;
}
