import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Claim } from './sending.types.js';
import type { Standing } from './turns.js';

export interface Room {
  free: number;
  teams: Record<string, Standing>;
  perLane: number;
  /** What lanes may have that may not have as many. */
  lanes: Record<string, number>;
}

const LOST = 'The process that made this attempt ended before it could tell how it went.';

/** What rests until its next attempt is elsewhere (resting.system.repository.ts): no look-up meets it. */
const DUE = `state = 'scheduled' and due`;
/** Of the index of those that are due, and of no other: a plan made for an empty table must stay good for a full one. */
const ITS_ORDER = `team_id, lane, next_at`;

/** The lanes of a team that have something due, one look-up each, in order from one to another. */
function lanesOf(team: string, after: string, upTo?: string): string {
  const next = (behind: string) =>
    `(select lane from webhook_deliveries where ${DUE} and team_id = ${team}.team_id and lane > ${behind}
        ${upTo === undefined ? '' : `and lane <= ${upTo}`} order by lane limit 1)`;
  return `(with recursive lanes as (
      ${next(after)} union all select next.lane from lanes cross join lateral ${next('lanes.lane')} as next)
    select lane from lanes)`;
}

/** What a team may have attempted now, lane by lane, each within its bound. Nothing is looked up that is not asked for. */
function deliveriesOf(team: string): string {
  return `
    select delivery.id, delivery.next_at
    from (${lanesOf(team, `${team}.after`)} union all ${lanesOf(team, `''`, `${team}.after`)}) as lanes
    cross join lateral
      (select id, next_at from webhook_deliveries
       where ${DUE} and team_id = ${team}.team_id and lane = lanes.lane and next_at <= now()
         and (leased_until is null or leased_until < now())
       order by next_at limit coalesce(($4::jsonb->>lanes.lane)::int, $3)) as delivery`;
}

/**
 * Gives the free places to the teams that have use for them: an equal share to each, and one share to none, so that
 * who comes later finds a place while the others' posts hang; and to nobody so many that it holds more than it leaves
 * free. A team's lanes are served in turn, each within its bound. When shares are more than places, those first who
 * hold the fewest, and then who has waited longest. A claim is a lease: who dies with it has its deliveries taken by
 * others.
 */
export const CLAIM = prepared(`
  with recursive
  teams as (
    (select team_id from webhook_deliveries where ${DUE} order by ${ITS_ORDER} limit 1)
    union all
    select next.team_id from teams cross join lateral
      (select team_id from webhook_deliveries where ${DUE} and team_id > teams.team_id order by ${ITS_ORDER} limit 1) as next),
  standing as (
    select team_id, coalesce(($2::jsonb->team_id->>'underWay')::int, 0) as under_way,
      coalesce($2::jsonb->team_id->>'after', '') as after from teams),
  entitled as (
    select *, ceil(least($1::int / (count(*) over () + 1.0), ($1 - under_way) / 2.0)) as share
    from standing where under_way < $1 and exists (${deliveriesOf('standing')})),
  wanted as (
    select theirs.id, theirs.next_at, under_way + row_number() over (partition by team_id) as place
    from entitled cross join lateral (${deliveriesOf('entitled')} limit entitled.share) as theirs),
  free as (
    select id, leased_until is not null as lost from webhook_deliveries
    where id = any(array(select id from wanted order by place, next_at limit $1)) and state = 'scheduled'
      and (leased_until is null or leased_until < now())
    order by id for update skip locked),
  claimed as (
    update webhook_deliveries delivery
    set attempts = attempts + 1, leased_until = now() + $5 * interval '1 millisecond'
    from free where delivery.id = free.id
    returning delivery.*, free.lost),
  lost as (
    insert into webhook_attempts (delivery_id, number, team_id, at, duration_ms, error)
    select id, attempts - 1, team_id, now(), 0, '${LOST}' from claimed where lost
    on conflict (delivery_id, number) do nothing)
  select claimed.id, claimed.team_id as "teamId", event_id as "eventId", lane, endpoint_id as "endpointId",
    attempts as number, failures, next_at::text as "dueAt", claimed.created_at as "createdAt", claimed.url as "ownUrl",
    events.body,
    case when endpoint.id is not null then json_build_object('url', endpoint.url, 'enabled', endpoint.status = 'enabled',
      'secret', endpoint.secret, 'old', endpoint.old_secrets) end as endpoint,
    case when keys.team_id is not null then json_build_object('secret', keys.secret, 'privateKey', keys.private_key,
      'old', keys.old_keys) end as keys
  from claimed left join events on events.id = claimed.event_id
  left join webhook_endpoints endpoint on endpoint.id = claimed.endpoint_id
  left join webhook_keys keys on keys.team_id = claimed.team_id`);

@Injectable()
export class ClaimsRepository {
  constructor(private readonly system: SystemDatabase) {}

  take(room: Room, leaseMs: number): Promise<Claim[]> {
    return this.system.query(CLAIM, claimValues(room, leaseMs));
  }
}

export function claimValues({ free, teams, perLane, lanes }: Room, leaseMs: number): unknown[] {
  return [free, JSON.stringify(teams), perLane, JSON.stringify(lanes), leaseMs];
}
