import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { EventType } from '../../events/events.types.js';

export interface FreshEvent {
  id: string;
  teamId: string;
  type: EventType;
  subject: string;
  webhookUrl: string | null;
  requestId: string | null;
}

export interface Subscriber {
  id: string;
  teamId: string;
  events: string[];
}

export interface DeliveryRow {
  id: string;
  teamId: string;
  eventId: string;
  eventType: EventType;
  endpointId: string | null;
  url: string | null;
  lane: string;
  requestId: string | null;
}

/** Events of all teams on their way to their endpoints. */
@Injectable()
export class FanOutRepository {
  constructor(private readonly system: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.system.transaction(work);
  }

  /** Never by a remembered last id: ids precede commits. Those that another process has are left to it. */
  take(tx: Tx, limit: number): Promise<FreshEvent[]> {
    return tx.query(
      `select id, team_id as "teamId", type, subject, webhook_url as "webhookUrl", request_id as "requestId"
       from events where fanned_out_at is null order by id limit $1 for update skip locked`,
      [limit],
    );
  }

  subscribers(tx: Tx, teamIds: string[]): Promise<Subscriber[]> {
    return tx.query(`select id, team_id as "teamId", events from webhook_endpoints where team_id = any($1)`, [
      teamIds,
    ]);
  }

  /** In one statement with the mark: an event is never marked without its deliveries. */
  async write(tx: Tx, eventIds: string[], deliveries: DeliveryRow[]): Promise<void> {
    await tx.query(
      `with marked as (update events set fanned_out_at = now() where id = any($1))
       insert into webhook_deliveries (id, team_id, event_id, event_type, endpoint_id, url, lane, request_id)
       select id, "teamId", "eventId", "eventType", "endpointId", url, lane, "requestId" from jsonb_to_recordset($2) as
         row(id text, "teamId" text, "eventId" text, "eventType" text, "endpointId" text, url text, lane text, "requestId" text)
       on conflict do nothing`,
      [eventIds, JSON.stringify(deliveries)],
    );
  }
}
