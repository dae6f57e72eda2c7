import { Injectable } from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { prepared } from '../../platform/database/prepared.js';
import { SystemDatabase } from '../../platform/database/system-database.js';

/** A shorter pause is no rest: what comes back so soon stays among the due, where each claim meets it. */
export const SHORTEST_REST_MS = SECOND_MS;

const RESTING = `state = 'scheduled' and not due`;

const WAKE = prepared(`
  with ripe as (
    select id from webhook_deliveries where ${RESTING} and next_at <= now() order by next_at limit $1
    for update skip locked),
  woken as (update webhook_deliveries delivery set due = true from ripe where delivery.id = ripe.id returning 1)
  select count(*)::int as count from woken`);

/** The lanes with something due, one look-up each, and with each the time of what waits longest in it. */
const LONGEST_DUE = `
  with recursive lanes as (
    (select team_id, lane, next_at from webhook_deliveries where state = 'scheduled' and due
     order by team_id, lane, next_at limit 1)
    union all
    select next.* from lanes cross join lateral
      (select team_id, lane, next_at from webhook_deliveries
       where state = 'scheduled' and due and (team_id, lane) > (lanes.team_id, lanes.lane)
       order by team_id, lane, next_at limit 1) as next),
  resting as (select next_at from webhook_deliveries where ${RESTING} order by next_at limit 1)
  select greatest(0, extract(epoch from now() - min(next_at)))::float8 as seconds
  from (select next_at from lanes union all select next_at from resting) as times`;

/** Deliveries that wait for their next attempt, apart from those that are due. */
@Injectable()
export class RestingRepository {
  constructor(private readonly system: SystemDatabase) {}

  /** Puts so many of those whose time has come among the due; answers how many there were. */
  async wake(atMost: number): Promise<number> {
    const [row] = await this.system.query<{ count: number }>(WAKE, [atMost]);
    return row!.count;
  }

  /** How long the delivery that is due longest has been waiting for its attempt. */
  async longestDueSeconds(): Promise<number> {
    const [row] = await this.system.query<{ seconds: number }>(LONGEST_DUE);
    return row?.seconds ?? 0;
  }
}
