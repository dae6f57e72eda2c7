import type { ErrorCode } from '../../platform/errors.js';

const NEXT: Partial<Record<ErrorCode, string[]>> = {
  insufficient_credits: ['get_account'],
  spending_limit: ['estimate_cost', 'get_account'],
  model_unavailable: ['search_tools'],
  model_retired: ['search_tools'],
  not_found: ['list_jobs', 'list_generations', 'list_access_codes'],
  invalid_state: ['get_job_status', 'check_generation'],
  quota_exceeded: ['list_jobs', 'list_generations'],
};

const OF_WEBHOOKS: Partial<Record<ErrorCode, string[]>> = {
  not_found: ['list_webhook_deliveries'],
  invalid_state: ['list_webhook_endpoints'],
};

/** Which tools help after a refusal, the best first. */
export function nextToolFor(code: ErrorCode, refusedBy: string): string[] {
  if (code === 'confirmation_required' || code === 'unavailable') return [refusedBy];
  if (code === 'validation_failed' && refusedBy.startsWith('generate')) return ['get_tool_detail'];
  if (code === 'not_found' && refusedBy.includes('access_code')) return ['list_access_codes'];
  const ofWebhooks = refusedBy.includes('webhook') ? OF_WEBHOOKS[code] : undefined;
  return ofWebhooks ?? NEXT[code] ?? [];
}
