import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import { lowestId } from '../../platform/ids.js';
import type { DeliveryView, DeliveryWithAttemptsView } from './deliveries.dto.js';
import type { DeliveryFilter, DeliveryState } from './deliveries.types.js';

export interface NewDelivery {
  id: string;
  teamId: string;
  eventId: string;
  eventType: string;
  endpointId: string;
  requestId: string | null;
}

export interface WantedAgain {
  since: Date;
  endpointId?: string;
  states: DeliveryState[];
}

const COLUMNS = `
  delivery.id, delivery.state as status, event_id as "eventId", event_type as "eventType", endpoint_id as "endpointId",
  coalesce(delivery.url, endpoint.url) as url, attempts, last_status as "lastStatus", last_error as "lastError",
  next_at as "nextAttemptAt", request_id as "requestId", delivery.created_at as "createdAt", finished_at as "finishedAt"`;
const FROM = `
  from webhook_deliveries delivery left join webhook_endpoints endpoint on endpoint.id = delivery.endpoint_id`;

const VIEW = `${COLUMNS} ${FROM}`;

const ATTEMPTS_SHOWN = 100;
const ATTEMPTS = `
  coalesce((select json_agg(attempt) from (
    select number, at, duration_ms as "durationMs", status, error, answer from webhook_attempts
    where delivery_id = delivery.id order by number desc limit ${ATTEMPTS_SHOWN}) as attempt), '[]')`;

/** Due at once, with all retries before it; one that is under way keeps its lease, so that no other attempt overtakes it. */
const AGAIN = `state = 'scheduled', next_at = now(), due = true, failures = 0, finished_at = null`;
const CAN_BE_SENT = `(url is not null or exists (
  select from webhook_endpoints where webhook_endpoints.id = endpoint_id and status = 'enabled'))`;
const MOST_AGAIN = 100_000;
/** Ids carry the clock of a process, `created_at` that of the database. */
const CLOCKS_DIFFER_MS = 5 * MINUTE_MS;

@Injectable()
export class DeliveriesRepository {
  async byId(tx: Tx, id: string): Promise<DeliveryView | undefined> {
    const [delivery] = await tx.query<DeliveryView[]>(`select ${VIEW} where delivery.id = $1`, [id]);
    return delivery;
  }

  /** In one statement: an attempt that is told meanwhile is in the log and in the state, or in neither. */
  async withAttempts(tx: Tx, id: string): Promise<DeliveryWithAttemptsView | undefined> {
    const [delivery] = await tx.query<DeliveryWithAttemptsView[]>(
      `select ${COLUMNS}, ${ATTEMPTS} as "attemptLog" ${FROM} where delivery.id = $1`,
      [id],
    );
    if (!delivery) return undefined;
    const attemptLog = delivery.attemptLog.map((attempt) => ({ ...attempt, at: new Date(attempt.at) }));
    return { ...delivery, attemptLog };
  }

  /** Newest first. */
  page(tx: Tx, teamId: string, filter: DeliveryFilter, limit: number): Promise<DeliveryView[]> {
    const values: unknown[] = [teamId, limit];
    const wanted = conditions(filter).map(([sql, value]) => sql.replace('?', `$${values.push(value)}`));
    return tx.query(
      `select ${VIEW} where ${['delivery.team_id = $1', ...wanted].join(' and ')} order by delivery.id desc limit $2`,
      values,
    );
  }

  /** For one that goes to an endpoint whatever its filter says; the fan-out finds it made. */
  async insert(
    tx: Tx,
    { id, teamId, eventId, eventType, endpointId, requestId }: NewDelivery,
  ): Promise<void> {
    await tx.query(
      `insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, lane, request_id)
       values ($1, $2, $3, $4, $5, $5, $6)`,
      [id, teamId, eventId, eventType, endpointId, requestId],
    );
  }

  /** False when there is nowhere to send it to. */
  async again(tx: Tx, id: string): Promise<boolean> {
    const again = await returnedRows(
      tx,
      `update webhook_deliveries set ${AGAIN} where id = $1 and ${CAN_BE_SENT} returning 1`,
      [id],
    );
    return again.length > 0;
  }

  /** The oldest first, so many at once. */
  async manyAgain(tx: Tx, { since, endpointId, states }: WantedAgain): Promise<number> {
    const again = await returnedRows(
      tx,
      `with wanted as (
         select id from webhook_deliveries
         where id >= $1 and created_at >= $2 and state = any($3) and ($4::text is null or endpoint_id = $4) and ${CAN_BE_SENT}
         order by id limit ${MOST_AGAIN} for update)
       update webhook_deliveries set ${AGAIN} from wanted where webhook_deliveries.id = wanted.id returning 1`,
      [lowestId('webhookDelivery', since.getTime() - CLOCKS_DIFFER_MS), since, states, endpointId ?? null],
    );
    return again.length;
  }

  /**
   * What receivers answered may repeat what they were sent, and where it went may tell, too. What still had an address
   * of its own to go to is looked at at once, and has nowhere to go then.
   */
  async erase(tx: Tx, eventIds: string[]): Promise<void> {
    await tx.query(
      `update webhook_attempts set answer = null
       where delivery_id in (select id from webhook_deliveries where event_id = any($1)) and answer is not null`,
      [eventIds],
    );
    await tx.query(
      `update webhook_deliveries
       set url = null, lane = team_id, next_at = case when state = 'scheduled' then now() end, due = true
       where event_id = any($1) and url is not null`,
      [eventIds],
    );
  }
}

function conditions(filter: DeliveryFilter): [string, unknown][] {
  const { status, endpointId, eventId, eventType, createdAfter, createdBefore, beforeId } = filter;
  const all: [string, unknown][] = [
    ['delivery.state = ?', status],
    ['endpoint_id = ?', endpointId],
    ['event_id = ?', eventId],
    ['event_type = ?', eventType],
    ['delivery.created_at >= ?', createdAfter],
    ['delivery.created_at < ?', createdBefore],
    ['delivery.id < ?', beforeId],
  ];
  return all.filter(([, value]) => value !== undefined);
}
