import type { JobJson } from 'bullmq';
import { prepared } from '../database/prepared.js';

// On BullMQ's own tables, whose shape is its own affair: a new version of it needs a look at both statements.

/** What a slot asks of the queue: that the job it has done with goes, and that it gets the next one. */
export interface HandOver {
  token: string;
  ended?: string;
  wantsNext: boolean;
}

export interface HandedOver {
  hasEnded: boolean;
  next: JobJson | null;
}

/** One statement where BullMQ's own makes two temporary tables, and two events a job that nobody reads. */
export const ADD = prepared(
  `with added as (
     insert into job (queue, id, seq, name, state, data, opts, added_at_ms)
     select $1, id, nextval('job_seq'), name, 'waiting', data::jsonb, opts, timestamp
     from json_to_recordset($2) as job(id text, name text, data text, opts jsonb, timestamp bigint)
     on conflict (queue, id) do nothing returning id)
   select pg_notify('bullmq_jobs', $1) where exists (select from added)`,
);

/**
 * For all slots that ask at the moment: deletes what ended, and gives each the next in line. An answer each, in order. A job
 * that anybody else holds is passed by, so that one statement never waits for another; and whoever's end did not
 * count gets nothing, since nobody would work on it.
 */
export const HAND_OVER = prepared(
  `with asked as (
     select * from rows from (json_to_recordset($2) as (token text, ended text, "wantsNext" boolean))
       with ordinality as asked(token, ended, wants_next, nth)
   ), held as (
     select id from job
     where queue = $1 and id = any (array(select ended from asked)) and state = 'active'
       and (id, lock_token) in (select ended, token from asked)
     for update skip locked
   ), gone as (
     delete from job where queue = $1 and id = any (array(select id from held)) returning id, lock_token as token
   ), wanting as (
     select token, row_number() over (order by nth) as nth from asked
     where wants_next and (ended is null or (ended, token) in (select id, token from gone))
   ), waiting as (
     select id, priority, seq from job
     where queue = $1 and state = 'waiting'
       and not exists (select from meta where queue = $1 and field = 'paused' and value = '1')
     order by priority, seq limit (select count(*) from wanting) for update skip locked
   ), next as (
     select id, row_number() over (order by priority, seq) as nth from waiting
   ), taken as (
     update job set state = 'active', lock_token = wanting.token, processed_at_ms = $3,
            locked_until_ms = $3 + $4::bigint, attempts_started = attempts_started + 1
     from next join wanting using (nth)
     where job.queue = $1 and job.id = next.id and job.id = any (array(select id from next))
     returning job.*)
   select gone.id is not null as "hasEnded", case when taken.id is not null then json_build_object(
            'id', taken.id, 'name', taken.name, 'data', taken.data::text, 'opts', taken.opts,
            'timestamp', taken.added_at_ms, 'processedOn', taken.processed_at_ms,
            'attemptsStarted', taken.attempts_started, 'attemptsMade', taken.attempts_made,
            'stalledCounter', taken.stalled_count, 'deferredFailure', taken.deferred_failure) end as next
   from asked
   left join gone on gone.id = asked.ended and gone.token = asked.token
   left join taken on taken.lock_token = asked.token
   order by asked.nth`,
);
