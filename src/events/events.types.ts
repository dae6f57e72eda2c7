import type { Tx } from '../platform/database/transactions.js';

/** All that can happen. The list is closed: a new type is a change of the contract. */
export const EVENT_TYPES = [
  'job.completed',
  'job.failed',
  'job.canceled',
  'batch.completed',
  'access_codes.generated',
  'access_codes.revoked',
  'access_codes.expired',
  'access_code.redeemed',
  'access_code.revoked',
  'credits.low',
  'credits.exhausted',
  'webhook_endpoint.disabled',
  'webhook.test',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

export interface NewEvent {
  type: EventType;
  /** The id of what it tells of. */
  subject: string;
  data: object;
  /** An address of the job's or batch's own, beside the team's endpoints. */
  webhookUrl?: string | null;
  requestId?: string | null;
}

/** Who keeps something of events elsewhere takes it out of there, too, in the transaction that erases them. */
export type OnErased = (tx: Tx, eventIds: string[]) => Promise<void>;
