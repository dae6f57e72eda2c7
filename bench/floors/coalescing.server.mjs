import { fastify } from 'fastify';
import pg from 'pg';
import { serve } from '../ground/server-side.mjs';
import { answerFor, rowsOf } from './rows.mjs';

// The engine's way to write, for one team, by hand: what arrives while a transaction runs shares the next one.

const MOST_AT_ONCE = 500;

const { DATABASE_URL, TEAMS } = process.env;
const client = new pg.Client({ connectionString: DATABASE_URL });
await client.connect();
const [team] = JSON.parse(TEAMS);
const server = fastify();
const waiting = [];
let isWriting = false;

server.post('/v1/jobs', async (request, reply) => {
  const job = await new Promise((resolve, reject) => {
    waiting.push({ body: request.body, resolve, reject });
    if (!isWriting) void drain();
  });
  return reply.code(202).send(answerFor(job));
});

async function drain() {
  isWriting = true;
  while (waiting.length > 0) {
    const bundle = waiting.splice(0, MOST_AT_ONCE);
    try {
      const written = await writeAll(bundle.map(({ body }) => rowsOf(body, team)));
      bundle.forEach(({ resolve }, index) => resolve(written[index].job));
    } catch (error) {
      await client.query('rollback');
      for (const { reject } of bundle) reject(error);
    }
  }
  isWriting = false;
}

async function writeAll(written) {
  await client.query('begin');
  const { rows } = await client.query('select purchased from credit_accounts where team_id = $1 for update', [
    team.teamId,
  ]);
  const price = written.reduce((sum, { transfer }) => sum + transfer.amount, 0);
  if (Number(rows[0].purchased) < price) throw new Error('No credits left');
  await client.query(
    `insert into jobs (id, team_id, token_id, kind, queue, model, provider, input, credits_charged, eta_seconds,
       deadline_at, request_id, created_at)
     select id, "teamId", "tokenId", kind, queue, model, provider, input, "creditsCharged", "etaSeconds", "deadlineAt",
            "requestId", "createdAt"
     from json_to_recordset($1) as job(id text, "teamId" text, "tokenId" text, kind text, queue text, model text,
       provider text, input json, "creditsCharged" int, "etaSeconds" int, "deadlineAt" timestamptz, "requestId" text,
       "createdAt" timestamptz)`,
    [JSON.stringify(written.map(({ job }) => job))],
  );
  await client.query(
    `with given as (
       select * from json_to_recordset($2) as row(id text, "jobId" text, amount bigint, "requestId" text)
     ), transfers as (
       insert into ledger_transfers (id, team_id, job_id, kind, amount, reason, actor, request_id)
       select id, $1, "jobId", 'charge', amount, 'studio-image', $3, "requestId" from given
     ), legs as (
       insert into ledger_entries (transfer_id, team_id, account, amount)
       select given.id, $1, leg.account, leg.amount
       from given, lateral (values ('purchased', -amount), ('spent', amount)) leg(account, amount)
     ), days as (
       insert into credit_spending_days as day (team_id, day, charged)
       select $1, (now() at time zone 'utc')::date, sum(amount) from given
       on conflict (team_id, day) do update set charged = day.charged + excluded.charged
     )
     update credit_accounts set purchased = purchased - (select sum(amount) from given) where team_id = $1`,
    [team.teamId, JSON.stringify(written.map(({ transfer }) => transfer)), team.tokenId],
  );
  await client.query('notify job_queued');
  await client.query('commit');
  return written;
}

await serve(server);
