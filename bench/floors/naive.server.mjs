import { fastify } from 'fastify';
import pg from 'pg';
import { serve } from '../ground/server-side.mjs';
import { answerFor, rowsOf } from './rows.mjs';

// What most would write: a transaction for each request, a statement for each kind of row, no auth and no validation.

const { DATABASE_URL, TEAMS } = process.env;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const teams = JSON.parse(TEAMS);
const server = fastify();

server.post('/v1/jobs/:team', async (request, reply) => {
  const { job, transfer } = rowsOf(request.body, teams[request.params.team]);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await write(client, job, transfer);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return reply.code(202).send(answerFor(job));
});

async function write(client, job, transfer) {
  const { rows } = await client.query('select purchased from credit_accounts where team_id = $1 for update', [
    job.teamId,
  ]);
  if (Number(rows[0].purchased) < job.creditsCharged) throw new Error('No credits left');
  await client.query(
    `insert into jobs (id, team_id, token_id, kind, queue, model, provider, input, credits_charged, eta_seconds,
       deadline_at, request_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      job.id,
      job.teamId,
      job.tokenId,
      job.kind,
      job.queue,
      job.model,
      job.provider,
      JSON.stringify(job.input),
    ].concat([job.creditsCharged, job.etaSeconds, job.deadlineAt, job.requestId, job.createdAt]),
  );
  await client.query(
    `insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor, request_id)
     values ($1, $2, $3, 'charge', $4, $5, $6, $7)`,
    [transfer.id, job.teamId, job.id, transfer.amount, job.model, job.tokenId, job.requestId],
  );
  await client.query(
    `insert into ledger_entries (transfer_id, team_id, account, amount) values ($1, $2, 'purchased', $3), ($1, $2, 'spent', $4)`,
    [transfer.id, job.teamId, -transfer.amount, transfer.amount],
  );
  await client.query(
    `insert into credit_spending_days as day (team_id, day, charged) values ($1, (now() at time zone 'utc')::date, $2)
     on conflict (team_id, day) do update set charged = day.charged + excluded.charged`,
    [job.teamId, transfer.amount],
  );
  await client.query('update credit_accounts set purchased = purchased - $2 where team_id = $1', [
    job.teamId,
    transfer.amount,
  ]);
}

await serve(server);
