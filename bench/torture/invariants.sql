-- What must hold at every commit, one query each: its rows are the violations, so no rows is good news.
--
-- Read by `npm run audit:ledger` and by the workers' own audit, and runs as it is:  psql "$DATABASE_URL" -f <this file>
-- `-- check: minute` ones are cheap, since ids sort by time and `audit.since` (a ULID or its beginning; unset for
-- everything) keeps them to recent rows; `-- check: hour` ones read much and are given time.

-- name: book_sums_to_zero
-- check: minute
select sum(amount) as sum
from ledger_entries
where transfer_id > concat('led_', current_setting('audit.since', true))
having sum(amount) <> 0;

-- name: legs_sum_to_zero
-- check: minute
select transfer_id, sum(amount) as sum
from ledger_entries
where transfer_id > concat('led_', current_setting('audit.since', true))
group by transfer_id
having sum(amount) <> 0;

-- name: legs_match_their_transfer
-- check: minute
-- The team's side of a transfer is its amount, in the direction that its kind says, and belongs to its team.
select transfer.id, transfer.kind, transfer.amount, legs.gained
from ledger_transfers transfer
cross join lateral (
  select coalesce(sum(amount) filter (where account in ('included', 'purchased')), 0) as gained,
         coalesce(bool_and(entry.team_id = transfer.team_id), false) as same_team
  from ledger_entries entry
  where entry.transfer_id = transfer.id
) legs
where transfer.id > concat('led_', current_setting('audit.since', true))
  and (not legs.same_team
       or abs(legs.gained) <> transfer.amount
       or (transfer.kind in ('charge', 'expiry', 'transfer_out', 'fee') and legs.gained > 0)
       or (transfer.kind in ('grant', 'purchase', 'refund', 'transfer_in') and legs.gained < 0));

-- name: legs_have_their_transfer
-- check: minute
select entry.transfer_id
from ledger_entries entry
where entry.transfer_id > concat('led_', current_setting('audit.since', true))
  and not exists (select from ledger_transfers transfer where transfer.id = entry.transfer_id);

-- name: accounts_equal_the_fold_of_their_entries
-- check: hour
-- Of the teams that moved credits lately, over all that they ever moved.
select account.team_id, account.included, folded.included as folded_included,
       account.purchased, folded.purchased as folded_purchased
from credit_accounts account
cross join lateral (
  select coalesce(sum(amount) filter (where entry.account = 'included'), 0) as included,
         coalesce(sum(amount) filter (where entry.account = 'purchased'), 0) as purchased
  from ledger_entries entry
  where entry.team_id = account.team_id
) folded
where (concat(current_setting('audit.since', true)) = ''
       or exists (
         select from ledger_transfers transfer
         where transfer.team_id = account.team_id
           and transfer.id > concat('led_', current_setting('audit.since', true))
       ))
  and (account.included <> folded.included or account.purchased <> folded.purchased);

-- name: no_account_is_negative
-- check: minute
select team_id, included, purchased from credit_accounts where included < 0 or purchased < 0;

-- name: every_team_has_an_account
-- check: hour
select team_id from teams team
where not exists (select from credit_accounts account where account.team_id = team.team_id);

-- name: spending_days_equal_the_fold_of_transfers
-- check: hour
-- A refund counts on the day of its charge. The first day of a part of the book is not whole and left out.
with charges as (
  select team_id, job_id, amount, (created_at at time zone 'utc')::date as day
  from ledger_transfers
  where kind = 'charge' and id > concat('led_', current_setting('audit.since', true))
), whole_days as (
  select case concat(current_setting('audit.since', true)) when '' then '-infinity' else coalesce(min(day) + 1, 'infinity') end as first
  from charges
), movements as (
  select team_id, day, amount as charged, 0 as refunded from charges
  union all
  select charge.team_id, charge.day, 0, refund.amount
  from charges charge
  join ledger_transfers refund on refund.job_id = charge.job_id and refund.kind = 'refund'
  union all
  select team_id, day, -charged, -refunded from credit_spending_days
)
select team_id, day, sum(charged) as charged_drift, sum(refunded) as refunded_drift
from movements, whole_days
where day >= first
group by team_id, day
having sum(charged) <> 0 or sum(refunded) <> 0;

-- name: one_charge_per_job
-- check: minute
-- Of the job's price and to its team; a job that costs nothing has none.
select job.id, job.credits_charged, charges.count, charges.amount
from jobs job
cross join lateral (
  select count(*) as count, coalesce(sum(amount), 0) as amount, coalesce(bool_and(transfer.team_id = job.team_id), true) as same_team
  from ledger_transfers transfer
  where transfer.job_id = job.id and transfer.kind = 'charge'
) charges
where job.id > concat('mjb_', current_setting('audit.since', true))
  and (charges.count <> (job.credits_charged > 0)::int or charges.amount <> job.credits_charged or not charges.same_team);

-- name: every_charge_has_its_job
-- check: minute
-- Unless the whole team was deleted: its jobs go, the book stays. What is done at once has none: an import of access codes.
select charge.id, charge.job_id
from ledger_transfers charge
join teams team on team.team_id = charge.team_id
where charge.kind = 'charge'
  and charge.job_id is not null
  and charge.id > concat('led_', current_setting('audit.since', true))
  and not exists (select from jobs job where job.id = charge.job_id);

-- name: refunds_equal_what_the_job_says
-- check: minute
select job.id, job.credits_charged, job.credits_refunded, refunds.count, refunds.amount
from jobs job
cross join lateral (
  select count(*) as count, coalesce(sum(amount), 0) as amount, coalesce(bool_and(transfer.team_id = job.team_id), true) as same_team
  from ledger_transfers transfer
  where transfer.job_id = job.id and transfer.kind = 'refund'
) refunds
where job.id > concat('mjb_', current_setting('audit.since', true))
  and (refunds.count > 1 or refunds.amount <> job.credits_refunded or refunds.amount > job.credits_charged
       or not refunds.same_team);

-- name: refunds_stay_within_their_charge
-- check: minute
select refund.id, refund.job_id, refund.amount, charge.amount as charged
from ledger_transfers refund
left join ledger_transfers charge on charge.job_id = refund.job_id and charge.kind = 'charge'
where refund.kind = 'refund'
  and refund.id > concat('led_', current_setting('audit.since', true))
  and (charge.id is null or refund.amount > charge.amount or charge.team_id <> refund.team_id);

-- name: failed_and_canceled_jobs_are_refunded_in_full
-- check: minute
select id, state, credits_charged, credits_refunded
from jobs
where state in ('failed', 'canceled')
  and credits_refunded <> credits_charged
  and id > concat('mjb_', current_setting('audit.since', true));

-- name: open_jobs_are_not_refunded
-- check: minute
select id, state, credits_refunded
from jobs
where state in ('queued', 'running') and credits_refunded <> 0;

-- name: terminal_jobs_have_their_one_event
-- check: minute
-- And open jobs none. Events are kept for 30 days.
select job.id, job.state, told.types
from jobs job
cross join lateral (
  select coalesce(array_agg(event.type), '{}') as types
  from events event
  where event.subject = job.id and event.type in ('job.completed', 'job.failed', 'job.canceled', 'batch.completed')
) told
where job.id > concat('mjb_', current_setting('audit.since', true))
  and (job.finished_at is null or job.finished_at > now() - interval '29 days')
  and told.types <> case job.state
    when 'succeeded' then array['job.completed']
    when 'failed' then array['job.failed']
    when 'canceled' then array['job.canceled']
    else '{}'::text[]
  end;

-- name: no_job_is_open_past_its_deadline
-- check: minute
select id, state, deadline_at
from jobs
where state in ('queued', 'running') and deadline_at < now() - interval '10 minutes';

-- name: running_jobs_have_a_lease_or_a_time_to_wake
-- check: minute
select id, fence
from jobs
where state = 'running' and lease_until is null and wake_at is null;

-- name: batches_count_their_jobs
-- check: minute
select batch.id, batch.total, batch.completed, batch.failed, batch.canceled, counted.*
from batches batch
cross join lateral (
  select count(*) as jobs, count(*) filter (where state = 'succeeded') as jobs_completed,
         count(*) filter (where state = 'failed') as jobs_failed,
         count(*) filter (where state = 'canceled') as jobs_canceled
  from jobs job
  where job.batch_id = batch.id
) counted
where batch.id > concat('btc_', current_setting('audit.since', true))
  and (batch.total, batch.completed, batch.failed, batch.canceled)
      <> (counted.jobs, counted.jobs_completed, counted.jobs_failed, counted.jobs_canceled);

-- name: batches_cost_what_their_jobs_cost
-- check: minute
select batch.id, batch.credits_charged, counted.credits_charged as charged_to_jobs
from batches batch
cross join lateral (
  select coalesce(sum(job.credits_charged), 0) as credits_charged from jobs job where job.batch_id = batch.id
) counted
where batch.id > concat('btc_', current_setting('audit.since', true))
  and batch.credits_charged <> counted.credits_charged;

-- name: batches_are_finished_with_their_last_job
-- check: minute
-- Told exactly once, and not before. Events are kept for 30 days.
select batch.id, batch.total, batch.finished_at, told.events
from batches batch
cross join lateral (
  select count(*) as events from events event
  where event.subject = batch.id and event.type in ('job.completed', 'job.failed', 'job.canceled', 'batch.completed')
) told
where batch.id > concat('btc_', current_setting('audit.since', true))
  and ((batch.finished_at is not null) <> (batch.completed + batch.failed + batch.canceled = batch.total)
       or (batch.finished_at is null and told.events <> 0)
       or (batch.finished_at > now() - interval '29 days' and told.events <> 1));

-- name: jobs_in_flight_equal_the_open_jobs
-- check: hour
select coalesce(counted.team_id, open.team_id) as team_id, coalesce(counted.token_id, open.token_id) as token_id,
       counted.jobs as counted, open.jobs as open
from (select team_id, token_id, sum(count) as jobs from jobs_in_flight group by 1, 2) counted
full join (
  select team_id, token_id, count(*) as jobs from jobs where state in ('queued', 'running') group by 1, 2
) open on open.team_id = counted.team_id and open.token_id = counted.token_id
where coalesce(counted.jobs, 0) <> coalesce(open.jobs, 0);

-- name: usage_days_equal_the_spending_days
-- check: hour
-- What was counted by token, kind and model is what moved in the ledger, day by day. Of a deleted team the ledger is left.
select team_id, day, sum(charged) as charged_drift, sum(refunded) as refunded_drift
from (
  select team_id, day, charged, refunded from usage_days
  union all
  select team_id, day, -charged, -refunded from credit_spending_days
) movements
where team_id in (select team_id from teams)
group by team_id, day
having sum(charged) <> 0 or sum(refunded) <> 0;

-- name: token_spending_days_equal_the_usage_days
-- check: hour
select team_id, token_id, day, sum(charged) as charged_drift, sum(refunded) as refunded_drift
from (
  select team_id, token_id, day, charged, refunded from usage_days
  union all
  select team_id, token_id, day, -charged, -refunded from token_spending_days
) movements
group by team_id, token_id, day
having sum(charged) <> 0 or sum(refunded) <> 0;

-- name: outputs_of_succeeded_media_jobs_have_their_assets
-- check: minute
-- With the hash that was recorded. Deleting an asset keeps its row.
select job.id, output.value ->> 'id' as asset_id
from jobs job
cross join lateral json_array_elements(
  case json_typeof(job.output) when 'array' then job.output else '[null]' end
) output
where job.state = 'succeeded'
  and job.kind like 'media.%'
  and job.erased_at is null
  and job.id > concat('mjb_', current_setting('audit.since', true))
  and not exists (
    select from assets asset
    where asset.id = output.value ->> 'id'
      and asset.sha256 = output.value ->> 'sha256'
      and asset.team_id = job.team_id
      and asset.job_id = job.id
  );

-- name: succeeded_media_jobs_have_an_output
-- check: minute
select id
from jobs
where state = 'succeeded'
  and kind like 'media.%'
  and erased_at is null
  and id > concat('mjb_', current_setting('audit.since', true))
  and case json_typeof(output) when 'array' then json_array_length(output) else 0 end = 0;

-- name: a_job_has_one_open_call_at_most
-- check: minute
select job_id, count(*) as open_calls
from provider_calls
where state in ('intent', 'submitted')
group by job_id
having count(*) > 1;

-- name: calls_are_paid_for_as_their_job_was_sold
-- check: minute
-- By the team's own key or by the operator's: a call with the other would bill the wrong one. What a job was sold as is erased with it.
select call.id, call.job_id, call.own_key
from provider_calls call
join jobs job on job.id = call.job_id
where job.id > concat('mjb_', current_setting('audit.since', true))
  and job.erased_at is null
  and call.own_key <> coalesce((job.input->>'own_key')::boolean, false);

-- name: a_delivery_is_delivered_dead_or_scheduled
-- check: minute
-- With the answer that says so, or the time of its next attempt.
select id, state
from webhook_deliveries delivery
where id > concat('whd_', current_setting('audit.since', true))
  and not case state
    when 'scheduled' then next_at is not null and finished_at is null
    when 'dead' then finished_at is not null
    when 'delivered' then finished_at is not null and exists (
      select from webhook_attempts attempt
      where attempt.delivery_id = delivery.id and attempt.error is null and attempt.status between 200 and 299)
    else false
  end;

-- name: an_event_that_was_fanned_out_is_on_its_way_to_its_address
-- check: minute
select id
from events event
where fanned_out_at is not null
  and webhook_url is not null
  and id > concat('evt_', current_setting('audit.since', true))
  and created_at > now() - interval '29 days'
  and not exists (
    select from webhook_deliveries delivery
    where delivery.event_id = event.id and delivery.endpoint_id is null);

-- name: attempts_are_counted_by_their_delivery
-- check: minute
select delivery_id, max(attempt.number) as number, delivery.attempts
from webhook_attempts attempt
join webhook_deliveries delivery on delivery.id = attempt.delivery_id
where delivery_id > concat('whd_', current_setting('audit.since', true))
group by delivery_id, delivery.attempts
having max(attempt.number) > delivery.attempts;

-- name: nothing_stays_in_transit
-- check: hour
-- What one team gave another has arrived.
select sum(amount) as sum
from ledger_entries
where account = 'transit'
having sum(amount) <> 0;

-- name: batches_of_codes_are_as_large_as_asked
-- check: hour
-- Not one code less once they are made, and never one too many; that no two are alike says the primary key.
select batch.id, batch.quantity, batch.made, counted.codes, job.state
from access_code_batches batch
left join jobs job on job.id = batch.job_id
cross join lateral (
  select count(*) as codes from access_codes code where code.batch = batch.number
) counted
where batch.id > concat('btc_', current_setting('audit.since', true))
  and (counted.codes <> batch.made or batch.made > batch.quantity
       or (batch.completed_at is not null) <> (batch.job_id is null or job.state = 'succeeded')
       or (batch.completed_at is not null and batch.made <> batch.quantity));

-- name: batches_count_their_codes
-- check: hour
-- What was redeemed at least once, and what was revoked one by one.
select batch.id, batch.redeemed, counted.redeemed as found_redeemed, batch.revoked, counted.revoked as found_revoked
from access_code_batches batch
cross join lateral (
  select (select count(*) from access_codes code where code.batch = batch.number and code.redemptions > 0) as redeemed,
         (select count(*) from access_codes code where code.batch = batch.number and code.revoked_at is not null) as revoked
) counted
where batch.id > concat('btc_', current_setting('audit.since', true))
  and (batch.redeemed <> counted.redeemed or batch.revoked <> counted.revoked);

-- name: codes_have_their_batch
-- check: hour
-- By hops from batch to batch in the index of codes: their number is no matter.
with recursive hop(batch) as (
  select min(batch) from access_codes
  union all
  select (select min(code.batch) from access_codes code where code.batch > hop.batch) from hop where hop.batch is not null
)
select hop.batch from hop
where hop.batch is not null and not exists (select from access_code_batches batch where batch.number = hop.batch);

-- name: batches_of_codes_are_told_once
-- check: minute
-- When they are made. Events are kept for 30 days.
select batch.id, told.events
from access_code_batches batch
cross join lateral (
  select count(*) as events from events event
  where event.subject = batch.id and event.type = 'access_codes.generated'
) told
where batch.id > concat('btc_', current_setting('audit.since', true))
  and (batch.completed_at is null or batch.completed_at > now() - interval '29 days')
  and told.events <> (batch.completed_at is not null and batch.job_id is not null)::int;

-- name: redemptions_are_within_their_maximum
-- check: hour
-- And counted where they are kept.
select batch.id, code.ordinal, code.redemptions, batch.max_redemptions, counted.redemptions as kept
from access_codes code
join access_code_batches batch on batch.number = code.batch
cross join lateral (
  select count(*) as redemptions from redemptions redemption
  where redemption.batch = code.batch and redemption.ordinal = code.ordinal
) counted
where code.redemptions > 0
  and (code.redemptions > batch.max_redemptions or code.redemptions <> counted.redemptions);

-- name: redemptions_per_subject_are_within_their_maximum
-- check: hour
select redemption.batch, redemption.ordinal, redemption.subject, count(*) as redemptions
from redemptions redemption
join access_code_batches batch on batch.number = redemption.batch
where batch.per_subject is not null
group by redemption.batch, redemption.ordinal, redemption.redeemer_team_id, redemption.subject, batch.per_subject
having count(*) > batch.per_subject;
