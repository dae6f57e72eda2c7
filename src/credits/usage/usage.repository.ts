import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import type { Tx } from '../../platform/database/transactions.js';
import { foldChanges } from './fold-changes.js';
import { asNumbers, LINE_COLUMNS, USAGE_KEY } from './usage-columns.js';
import type { Standing, UsageChange, UsageGroup, UsageLine, UsageSpan, Use } from './usage.types.js';

/** By the connection, so that transactions which run at once mostly meet different rows. */
const SHARD = `(pg_backend_pid() % 8)::smallint`;

type UseColumns = Record<keyof Use, string>;

const RECORD = prepared(
  `with given as (
     select * from jsonb_to_recordset($2) as row(
       day date, "tokenId" text collate "C", kind text collate "C", model text collate "C", jobs int, completed int,
       failed int, canceled int, charged bigint, refunded bigint, "inFlight" int,
       "costMicros" bigint, costed int, "costedCredits" bigint)
   ), flying as (
     insert into jobs_in_flight as flight (team_id, token_id, shard, count)
     select $1, "tokenId", ${SHARD}, sum("inFlight") from given group by "tokenId" order by "tokenId"
     on conflict (team_id, token_id, shard) do update set count = flight.count + excluded.count
   ), spending as (
     insert into token_spending_days as spent (team_id, token_id, day, charged, refunded)
     select $1, "tokenId", day, sum(charged), sum(refunded) from given
     group by "tokenId", day having sum(charged + refunded) > 0 order by "tokenId", day
     on conflict (team_id, token_id, day) do update
     set charged = spent.charged + excluded.charged, refunded = spent.refunded + excluded.refunded
   )
   insert into usage_days as usage (team_id, day, token_id, kind, model, shard,
     jobs, completed, failed, canceled, charged, refunded, cost_micros, costed, costed_credits)
   select $1, day, "tokenId", kind, model, ${SHARD}, jobs, completed, failed, canceled, charged, refunded,
          "costMicros", costed, "costedCredits"
   from given order by day, "tokenId", kind, model
   on conflict (team_id, day, token_id, kind, model, shard) do update
   set jobs = usage.jobs + excluded.jobs, completed = usage.completed + excluded.completed,
       failed = usage.failed + excluded.failed, canceled = usage.canceled + excluded.canceled,
       charged = usage.charged + excluded.charged, refunded = usage.refunded + excluded.refunded,
       cost_micros = usage.cost_micros + excluded.cost_micros, costed = usage.costed + excluded.costed,
       costed_credits = usage.costed_credits + excluded.costed_credits`,
);

/** Tokens as JSON: of an array Postgres knows the length, and would plan anew each time rather than once. */
const STANDING = prepared(
  `with utc as (
     select (now() at time zone 'utc')::date as today, date_trunc('month', now() at time zone 'utc')::date as month
   )
   select null as "tokenId", now() as now,
          (select coalesce(sum(count), 0) from jobs_in_flight where team_id = $1) as "inFlight",
          coalesce(sum(charged - refunded) filter (where day = today), 0) as "creditsToday",
          coalesce(sum(charged - refunded), 0) as "creditsThisMonth"
   from utc left join credit_spending_days on team_id = $1 and day >= month
   union all
   select token.id, now(), (select coalesce(sum(count), 0) from jobs_in_flight where team_id = $1 and token_id = token.id),
          coalesce(sum(charged - refunded) filter (where day = today), 0), coalesce(sum(charged - refunded), 0)
   from utc cross join jsonb_array_elements_text($2) token(id)
   left join token_spending_days on team_id = $1 and token_id = token.id and day >= month
   group by token.id`,
);

@Injectable()
export class UsageRepository {
  /** One statement whatever the number of changes. Rows in one order everywhere: two who change the same never deadlock. */
  async record(tx: Tx, teamId: string, changes: UsageChange[]): Promise<void> {
    await tx.query(RECORD, [teamId, JSON.stringify(foldChanges(changes))]);
  }

  async standing(tx: Tx, teamId: string, tokenIds: string[]): Promise<Standing> {
    const rows: ({ tokenId: string | null; now: Date } & UseColumns)[] = await tx.query(STANDING, [
      teamId,
      JSON.stringify(tokenIds),
    ]);
    const uses = new Map(rows.map((row) => [row.tokenId, toUse(row)]));
    const tokens = new Map(tokenIds.map((id) => [id, uses.get(id)!]));
    return { now: rows[0]!.now, team: uses.get(null)!, tokens };
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

function toUse({ inFlight, creditsToday, creditsThisMonth }: UseColumns): Use {
  return asNumbers({ inFlight, creditsToday, creditsThisMonth });
}
