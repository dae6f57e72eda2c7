/** Past tense, like events; the list grows with what there is to account for. */
export type AuditAction =
  | 'token.issued'
  | 'token.rotated'
  | 'token.revoked'
  | 'team.created'
  | 'team.plan_changed'
  | 'team.suspended'
  | 'team.resumed'
  | 'team.deleted'
  | 'team.low_credits_set'
  | 'team.retention_changed'
  | 'job.erased'
  | 'webhook_endpoint.created'
  | 'webhook_endpoint.updated'
  | 'webhook_endpoint.secret_rotated'
  | 'webhook_endpoint.disabled'
  | 'webhook_endpoint.enabled'
  | 'webhook_endpoint.deleted'
  | 'webhook_secret.rotated'
  | 'provider_key.set'
  | 'provider_key.deleted'
  | 'access_plan.created'
  | 'access_plan.changed'
  | 'access_plan.archived'
  | 'access_codes.imported'
  | 'access_codes.exported'
  | 'access_codes.revoked'
  | 'access_code.revoked'
  | 'code_pricing.changed'
  | 'code_lockout.lifted'
  | 'team.plan_began'
  | 'team.plan_ended'
  | 'credits.granted'
  | 'credits.renewed';

export interface NewAuditEntry {
  /** Null for what concerns no team. */
  teamId: string | null;
  /** A token's id, `operator`, `signup`, or `engine`. */
  actor: string;
  action: AuditAction;
  /** The id of what it was done to. */
  subject: string;
  /** Never secrets. */
  details?: Record<string, unknown>;
  requestId?: string | null;
}
