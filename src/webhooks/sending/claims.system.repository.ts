import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Claim } from './sending.types.js';

export interface Room {
  total: number;
  perLane: number;
  bounds: Array<{ lane: string; free: number }>;
  /** Lanes behind this one. */
  after: string;
}

const LOST = 'The process that made this attempt ended before it could tell how it went.';

/** Each lane behind $1 with the time at which its next delivery is due: one look-up each, whatever is scheduled. */
const LANES = `lanes as (
    (select lane, next_at from webhook_deliveries where state = 'scheduled' and lane > $1 order by lane, next_at limit 1)
    union all
    select next.lane, next.next_at from lanes cross join lateral
      (select lane, next_at from webhook_deliveries where state = 'scheduled' and lane > lanes.lane
       order by lane, next_at limit 1) as next)`;

/**
 * Walks from lane to lane and takes from each that has something due what it may. A claim is a lease: who dies with it
 * has its deliveries taken by others.
 */
const CLAIM = prepared(`
  with recursive
  ${LANES},
  due as (
    select delivery.id from lanes
    left join jsonb_to_recordset($2) as bound(lane text, free int) on bound.lane = lanes.lane
    cross join lateral
      (select id from webhook_deliveries where state = 'scheduled' and lane = lanes.lane and next_at <= now()
         and (leased_until is null or leased_until < now()) order by next_at limit coalesce(bound.free, $3::int)) as delivery
    where lanes.next_at <= now() limit $4),
  free as (
    select id, leased_until is not null as lost from webhook_deliveries
    where id = any(array(select id from due)) and state = 'scheduled' and (leased_until is null or leased_until < now())
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
    attempts as number, failures, claimed.created_at as "createdAt", claimed.url as "ownUrl", events.body,
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

  take({ total, perLane, bounds, after }: Room, leaseMs: number): Promise<Claim[]> {
    return this.system.query(CLAIM, [after, JSON.stringify(bounds), perLane, total, leaseMs]);
  }

  /** How long the delivery that is due longest has been waiting for its attempt. */
  async longestDueSeconds(): Promise<number> {
    const [row] = await this.system.query<{ seconds: number }>(
      `with recursive ${LANES}
       select greatest(0, extract(epoch from now() - min(next_at)))::float8 as seconds from lanes`,
      [''],
    );
    return row?.seconds ?? 0;
  }
}
