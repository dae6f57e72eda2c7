import { newId } from '../../src/platform/ids.js';
import type { TestDatabase } from './database.js';

export const OWN_TEAM = newId('team');
export const OTHER_TEAM = newId('team');

/** The smallest row of each table that belongs to a team; `id` tells rows apart. Parents come before children. */
export const INSERT_A_ROW: Record<string, (teamId: string, id: string) => string> = {
  teams: (teamId) => `insert into teams (team_id, name, plan) values ('${teamId}', 'A team', 'free')`,
  api_tokens: (teamId, id) =>
    `insert into api_tokens (id, team_id, name, hash, prefix, abilities, created_by)
     values ('${id}', '${teamId}', 'test', sha256('${id}'), 'mme', '{}', 'test')`,
  audit_log: (teamId, id) =>
    `insert into audit_log (id, team_id, actor, action, subject) values ('${id}', '${teamId}', 'test', 'test', 'test')`,
  credit_accounts: (teamId) => `insert into credit_accounts (team_id) values ('${teamId}')`,
  ledger_transfers: (teamId, id) =>
    `insert into ledger_transfers (id, team_id, kind, amount, reason, actor)
     values ('${id}', '${teamId}', 'grant', 1, 'test', 'test')`,
  ledger_entries: (teamId, id) =>
    `insert into ledger_entries (transfer_id, team_id, account, amount)
     values ('${id}', '${teamId}', 'included', 1), ('${id}', '${teamId}', 'issued', -1)`,
  credit_spending_days: (teamId) =>
    `insert into credit_spending_days (team_id, day) values ('${teamId}', current_date)`,
  jobs_in_flight: (teamId) =>
    `insert into jobs_in_flight (team_id, token_id, shard, count) values ('${teamId}', 'test', 0, 1)`,
  usage_days: (teamId) =>
    `insert into usage_days (team_id, day, token_id, kind, model, shard)
     values ('${teamId}', current_date, 'test', 'test', 'test', 0)`,
  token_spending_days: (teamId) =>
    `insert into token_spending_days (team_id, token_id, day) values ('${teamId}', 'test', current_date)`,
  events: (teamId, id) =>
    `insert into events (id, team_id, type, subject, body) values ('${id}', '${teamId}', 'test', '${id}', '{}')`,
  webhook_endpoints: (teamId, id) =>
    `insert into webhook_endpoints (id, team_id, url, events, secret)
     values ('${id}', '${teamId}', 'https://example.com', '{*}', 'sealed')`,
  webhook_keys: (teamId) =>
    `insert into webhook_keys (team_id, secret, private_key) values ('${teamId}', 'sealed', 'sealed')`,
  webhook_deliveries: (teamId, id) =>
    `insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, lane)
     values ('${id}', '${teamId}', '${id}', 'webhook.test', '${id}', '${id}')`,
  webhook_attempts: (teamId, id) =>
    `insert into webhook_attempts (delivery_id, number, team_id, at, duration_ms)
     values ('${id}', 1, '${teamId}', now(), 1)`,
  idempotency_keys: (teamId, id) =>
    `insert into idempotency_keys (team_id, key, fingerprint, status, body)
     values ('${teamId}', '${id}', sha256('${id}'), 200, '{}')`,
  batches: (teamId, id) =>
    `insert into batches (id, team_id, total, credits_charged) values ('${id}', '${teamId}', 1, 0)`,
  jobs: (teamId, id) =>
    `insert into jobs (id, team_id, token_id, kind, queue, input, credits_charged, eta_seconds, deadline_at)
     values ('${id}', '${teamId}', 'test', 'test', 'test', '{}', 0, 1, now())`,
  job_events: (teamId, id) =>
    `insert into job_events (job_id, seq, team_id, type) values ('${id}', 1, '${teamId}', 'test')`,
  access_plans: (teamId, id) =>
    `insert into access_plans (id, team_id, name, grants, by_operator, created_by)
     values ('${id}', '${teamId}', 'test', '{}', false, 'test')`,
  access_code_batches: (teamId, id) =>
    `insert into access_code_batches (id, team_id, plan_id, quantity, code_base, code_format, grants, max_redemptions,
       redemption_price, created_by)
     values ('${id}', '${teamId}', 'own', 1, '${id}', '{}', '{}', 1, 0, 'test')`,
  access_codes: (teamId, id) =>
    `insert into access_codes (hash, team_id, batch, ordinal)
     values (sha256('${id}'), '${teamId}', ${id.length}, 0)`,
  imported_lengths: (teamId, id) =>
    `insert into imported_lengths (team_id, length) values ('${teamId}', ${id.length})`,
  redemptions: (teamId, id) =>
    `insert into redemptions (id, team_id, batch, ordinal, redeemer_team_id, token_id, subject, granted, credits)
     values ('${id}', '${teamId}', 1, 0, '${teamId}', 'test', 'test', '{}', 0)`,
  plan_terms: (teamId, id) =>
    `insert into plan_terms (id, team_id, plan, base_plan, ends_at) values ('${id}', '${teamId}', 'pro', 'free', now())`,
  provider_calls: (teamId, id) =>
    `insert into provider_calls (id, job_id, team_id, seq, provider, model)
     values ('${id}', '${id}', '${teamId}', 1, 'test', 'test')`,
  provider_keys: (teamId, id) =>
    `insert into provider_keys (id, team_id, provider, secret) values ('${id}', '${teamId}', 'test', 'sealed')`,
  assets: (teamId, id) =>
    `insert into assets (id, team_id, origin, sha256, bytes, mime_type, filename)
     values ('${id}', '${teamId}', 'output', repeat('0', 64), 1, 'image/png', 'test.png')`,
};

/** One row of each of two teams. */
export async function seedEveryTable(database: TestDatabase): Promise<void> {
  for (const insertARow of Object.values(INSERT_A_ROW)) {
    await database.query(insertARow(OWN_TEAM, 'own'));
    await database.query(insertARow(OTHER_TEAM, 'others'));
  }
}
