import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import { SHORTEST_REST_MS } from './resting.system.repository.js';
import type { Outcome } from './sending.types.js';

export interface WornEndpoint {
  id: string;
  teamId: string;
}

/** While the attempt ran. Asked of the row that is changed, which may have been changed a moment ago. */
const ASKED_AGAIN = `(delivery.next_at <> outcome."dueAt" and outcome.state <> 'delivered')`;

/**
 * The number of the attempt is the fence: what a process tells of an attempt that it lost the lease of is logged, and
 * decides nothing. A delivery that was asked for again is not done with when the attempt before fails: it goes on as it
 * was asked for, due at once and with all retries.
 *
 * Not prepared, and with the ids apart: Postgres sees each time how many they are, and does not keep the plan of a time
 * when it was quicker to read all deliveries than to look some up.
 */
export const RECORD = `
  with outcome as (
    select * from jsonb_to_recordset($1) as outcome(id text, "teamId" text, number int, "dueAt" timestamptz,
      attempted boolean, at timestamptz, "durationMs" int, status int, error text, answer text, state text,
      "delayMs" bigint, failed boolean)),
  marked as (
    update webhook_deliveries delivery
    set state = case when ${ASKED_AGAIN} then 'scheduled' else outcome.state end,
        leased_until = null, last_error = outcome.error,
        attempts = attempts - (not attempted)::int,
        last_status = case when attempted then outcome.status else last_status end,
        failures = failures + (failed and not ${ASKED_AGAIN})::int,
        next_at = case when ${ASKED_AGAIN} then next_at
                       when outcome.state = 'scheduled' then now() + "delayMs" * interval '1 millisecond' end,
        due = ${ASKED_AGAIN} or "delayMs" < ${SHORTEST_REST_MS},
        finished_at = case when outcome.state <> 'scheduled' and not ${ASKED_AGAIN} then now() end
    from outcome
    where delivery.id = any($2) and delivery.id = outcome.id and delivery.attempts = outcome.number and delivery.state = 'scheduled')
  insert into webhook_attempts (delivery_id, number, team_id, at, duration_ms, status, error, answer)
  select id, number, "teamId", at, "durationMs", status, error, answer from outcome
  where attempted and id in (select id from webhook_deliveries where id = any($2))
  on conflict (delivery_id, number) do update
  set at = excluded.at, duration_ms = excluded.duration_ms, status = excluded.status, error = excluded.error,
      answer = excluded.answer`;

/** What came of attempts, many in one transaction. */
@Injectable()
export class OutcomesRepository {
  constructor(private readonly system: SystemDatabase) {}

  /** Answers the endpoints that have failed for longer than that without a success. */
  record(outcomes: Outcome[], wornAfterMs: number): Promise<WornEndpoint[]> {
    return this.system.transaction(async (tx) => {
      await tx.query(RECORD, recordValues(outcomes));
      await recovered(tx, outcomes);
      return failed(tx, outcomes, wornAfterMs);
    });
  }
}

export function recordValues(outcomes: Outcome[]): unknown[] {
  return [JSON.stringify(outcomes.map(row)), outcomes.map(({ claim }) => claim.id)];
}

function row({ claim, attempt, state, error, delayMs, failed }: Outcome) {
  const { id, teamId, number, dueAt } = claim;
  const { at, durationMs, status, answer } = attempt ?? {};
  const attempted = attempt !== undefined;
  return {
    id,
    teamId,
    number,
    dueAt,
    attempted,
    at,
    durationMs,
    status,
    answer,
    state,
    error,
    delayMs,
    failed,
  };
}

/** The first success ends the count of days, also of a failure that was told while it was under way. */
async function recovered(tx: Tx, outcomes: Outcome[]): Promise<void> {
  const ids = endpointsOf(outcomes.filter(({ state }) => state === 'delivered'));
  if (ids.length === 0) return;
  await tx.query(
    `update webhook_endpoints set failing_since = null where id = any($1) and failing_since is not null`,
    [ids],
  );
}

async function failed(tx: Tx, outcomes: Outcome[], wornAfterMs: number): Promise<WornEndpoint[]> {
  const well = new Set(endpointsOf(outcomes.filter(({ state }) => state === 'delivered')));
  const ids = endpointsOf(outcomes.filter((outcome) => outcome.failed)).filter((id) => !well.has(id));
  if (ids.length === 0) return [];
  await tx.query(
    `update webhook_endpoints set failing_since = now() where id = any($1) and failing_since is null`,
    [ids],
  );
  return tx.query(
    `select id, team_id as "teamId" from webhook_endpoints
     where id = any($1) and status = 'enabled' and failing_since < now() - $2 * interval '1 millisecond'`,
    [ids, wornAfterMs],
  );
}

function endpointsOf(outcomes: Outcome[]): string[] {
  return [...new Set(outcomes.flatMap(({ claim }) => claim.endpointId ?? []))].toSorted();
}
