export type EventType =
  | 'job.completed'
  | 'job.failed'
  | 'job.canceled'
  | 'batch.completed'
  | 'access_codes.generated'
  | 'access_codes.revoked'
  | 'access_codes.expired'
  | 'access_code.redeemed'
  | 'access_code.revoked'
  | 'credits.low'
  | 'credits.exhausted';

export interface NewEvent {
  type: EventType;
  /** The id of what it tells of. */
  subject: string;
  data: object;
  /** An address of the job's or batch's own, beside the team's endpoints. */
  webhookUrl?: string | null;
  requestId?: string | null;
}
