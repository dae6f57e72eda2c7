import { nextToolFor } from './next-tool.js';

describe('the tool that helps after a refusal', () => {
  it.each([
    ['validation_failed', 'generate', 'get_tool_detail'],
    ['validation_failed', 'generate_image', 'get_tool_detail'],
    ['not_found', 'get_job_status', 'list_jobs'],
    ['not_found', 'revoke_access_codes', 'list_access_codes'],
    ['not_found', 'redeliver_webhook', 'list_webhook_deliveries'],
    ['invalid_state', 'cancel_job', 'get_job_status'],
    ['invalid_state', 'redeliver_webhook', 'list_webhook_endpoints'],
  ] as const)('for %s of %s is %s', (code, refusedBy, helps) => {
    expect(nextToolFor(code, refusedBy)[0]).toBe(helps);
  });
});
