import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import type { Tx } from '../../platform/database/transactions.js';
import { foldChanges } from './fold-changes.js';
import { asNumbers, LINE_COLUMNS, USAGE_KEY } from './usage-columns.js';
import type { Standing, UsageChange, UsageGroup, UsageLine, UsageSpan, Use, Users } from './usage.types.js';

/** By the connection, so that transactions which run at once mostly meet different rows. */
const SHARD = `(pg_backend_pid() % 8)::smallint`;

const SPENT = `coalesce(sum(charged - refunded) filter (where day = today), 0) as "creditsToday",
  coalesce(sum(charged - refunded), 0) as "creditsThisMonth"`;

type UseColumns = Record<keyof Use, string>;

const RECORD = prepared(
  `with given as (
     select * from jsonb_to_recordset($1) as row(
       "teamId" text collate "C", day date, "tokenId" text collate "C", kind text collate "C", model text collate "C", jobs int, completed int,
       failed int, canceled int, charged bigint, refunded bigint, "inFlight" int,
       "costMicros" bigint, costed int, "costedCredits" bigint)
   ), flying as (
     insert into jobs_in_flight as flight (team_id, token_id, shard, count)
     select "teamId", "tokenId", ${SHARD}, sum("inFlight") from given
     group by "teamId", "tokenId" order by "teamId", "tokenId"
     on conflict (team_id, token_id, shard) do update set count = flight.count + excluded.count
   ), spending as (
     insert into token_spending_days as spent (team_id, token_id, day, charged, refunded)
     select "teamId", "tokenId", day, sum(charged), sum(refunded) from given
     group by "teamId", "tokenId", day having sum(charged + refunded) > 0 order by "teamId", "tokenId", day
     on conflict (team_id, token_id, day) do update
     set charged = spent.charged + excluded.charged, refunded = spent.refunded + excluded.refunded
   )
   insert into usage_days as usage (team_id, day, token_id, kind, model, shard,
     jobs, completed, failed, canceled, charged, refunded, cost_micros, costed, costed_credits)
   select "teamId", day, "tokenId", kind, model, ${SHARD}, jobs, completed, failed, canceled, charged, refunded,
          "costMicros", costed, "costedCredits"
   from given order by "teamId", day, "tokenId", kind, model
   on conflict (team_id, day, token_id, kind, model, shard) do update
   set jobs = usage.jobs + excluded.jobs, completed = usage.completed + excluded.completed,
       failed = usage.failed + excluded.failed, canceled = usage.canceled + excluded.canceled,
       charged = usage.charged + excluded.charged, refunded = usage.refunded + excluded.refunded,
       cost_micros = usage.cost_micros + excluded.cost_micros, costed = usage.costed + excluded.costed,
       costed_credits = usage.costed_credits + excluded.costed_credits`,
);

/**
 * As JSON: of an array Postgres knows the length, and would plan anew each time rather than once. Laterally, so that
 * each team and token is found by its key, however large the tables were when the plan was made.
 */
const STANDINGS = prepared(
  `with utc as (
     select (now() at time zone 'utc')::date as today, date_trunc('month', now() at time zone 'utc')::date as month
   ), users as (
     select * from jsonb_to_recordset($1) as users("teamId" text collate "C", "tokenIds" jsonb)
   )
   select "teamId", null as "tokenId", now() as now,
          (select coalesce(sum(count), 0) from jobs_in_flight where team_id = "teamId") as "inFlight", spent.*
   from users cross join utc cross join lateral (
     select ${SPENT} from credit_spending_days where team_id = "teamId" and day >= month) spent
   union all
   select "teamId", token.id, now(),
          (select coalesce(sum(count), 0) from jobs_in_flight where team_id = "teamId" and token_id = token.id), spent.*
   from users cross join utc cross join jsonb_array_elements_text("tokenIds") token(id) cross join lateral (
     select ${SPENT} from token_spending_days where team_id = "teamId" and token_id = token.id and day >= month) spent`,
);

@Injectable()
export class UsageRepository {
  /** One statement whatever the number of changes. Rows in one order everywhere: two who change the same never deadlock. */
  async record(tx: Tx, changes: UsageChange[]): Promise<void> {
    await tx.query(RECORD, [JSON.stringify(foldChanges(changes))]);
  }

  /** By team. */
  async standings(tx: Tx, users: Users[]): Promise<Map<string, Standing>> {
    const rows: ({ teamId: string; tokenId: string | null; now: Date } & UseColumns)[] = await tx.query(
      STANDINGS,
      [JSON.stringify(users)],
    );
    const uses = new Map(rows.map((row) => [userKey(row.teamId, row.tokenId), toUse(row)]));
    const standingOf = ({ teamId, tokenIds }: Users): Standing => ({
      now: rows[0]!.now,
      team: uses.get(userKey(teamId, null))!,
      tokens: new Map(tokenIds.map((id) => [id, uses.get(userKey(teamId, id))!])),
    });
    return new Map(users.map((user) => [user.teamId, standingOf(user)]));
  }

  async lines(tx: Tx, teamId: string, group: UsageGroup, { from, to }: UsageSpan): Promise<UsageLine[]> {
    const rows: ({ key: string } & Record<keyof UsageLine, string>)[] = await tx.query(
      `select ${USAGE_KEY[group]} as key, ${LINE_COLUMNS} from usage_days
       where team_id = $1 and day between $2 and $3 group by 1 order by 1`,
      [teamId, from, to],
    );
    return rows.map(({ key, ...sums }) => ({ key, ...asNumbers(sums) }));
  }
}

function userKey(teamId: string, tokenId: string | null): string {
  return `${teamId} ${tokenId}`;
}

function toUse({ inFlight, creditsToday, creditsThisMonth }: UseColumns): Use {
  return asNumbers({ inFlight, creditsToday, creditsThisMonth });
}
