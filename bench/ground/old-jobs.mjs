import { query, withClient } from './postgres.mjs';

/** Made by the database, in chunks that several connections write at once; every tenth belongs to the team that goes on. */
const STATEMENTS = [
  `insert into jobs (id, team_id, token_id, kind, queue, model, provider, state, input, output, progress, credits_charged,
     eta_seconds, attempts, fence, run_at, dispatched_at, deadline_at, request_id, created_at, started_at, finished_at)
   select 'mjb_' || key, team, 'tok_old', 'media.image', 'studio-short', 'studio-image', 'studio', 'succeeded',
          '{"width":1280,"height":720,"prompt":"A lighthouse at dusk","n":1}', '[]', 1, 1, 2, 0, 1, at, at,
          at + interval '1 day', 'req_' || key, at, at, at + interval '2 seconds' from old`,
  `insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor, created_at)
   select 'led_' || key, team, 'mjb_' || key, 'charge', 1, 'studio-image', 'tok_old', at from old`,
  `insert into ledger_entries (transfer_id, team_id, account, amount)
   select 'led_' || key, team, leg.account, leg.amount from old, (values ('purchased', -1), ('spent', 1)) leg(account, amount)`,
  `insert into events (id, team_id, type, subject, body, created_at, fanned_out_at)
   select 'evt_' || key, team, 'job.completed', 'mjb_' || key, '{"status":"completed"}', at, at from old`,
  `insert into job_events (job_id, seq, team_id, type, at)
   select 'mjb_' || key, 3, team, 'completed', at from old`,
];

const OLD = `with old as (
  select '0' || lpad(upper(to_hex(number)), 25, '0') as key,
         case when number % 10 = 0 then $3 else $4 end as team,
         now() - interval '30 days' + number * interval '1 second' as at
  from generate_series($1::int, $2::int) number)`;

const CHUNK = 50_000;

export async function addFinishedJobs(databaseUrl, { count, teamId, otherTeamId }) {
  await Promise.all(
    STATEMENTS.map((insert) =>
      withClient(databaseUrl, async (client) => {
        await client.query('set synchronous_commit = off');
        for (let first = 1; first <= count; first += CHUNK)
          await client.query(`${OLD} ${insert}`, [
            first,
            Math.min(count, first + CHUNK - 1),
            teamId,
            otherTeamId,
          ]);
      }),
    ),
  );
  // What autovacuum does within the minute; measured is the state that lasts.
  await query(databaseUrl, 'vacuum analyze');
}
