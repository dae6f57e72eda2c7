import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Grant, LeaseWish } from './rate.types.js';

type GrantRow = Record<keyof Grant, string> & Pick<LeaseWish, 'subject' | 'name'>;

/**
 * Hands out shares of what a window allows, by the clock of the database. A share is at most half of what is left, so
 * that towards the end little lies unused with a process that no longer needs it.
 */
const GRANT = `
  insert into rate_windows as held (subject, policy, window_start, ceiling, granted, last_grant)
  select subject, policy, to_timestamp(floor(extract(epoch from now()) / seconds) * seconds), most,
         least(want, most), least(want, most)
  from unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::bigint[]) wish(subject, policy, seconds, most, want)
  order by subject, policy
  on conflict (subject, policy, window_start) do update
  set (ceiling, granted, last_grant) = (
    select excluded.ceiling, held.granted + share, share
    from greatest(0, least(excluded.granted, (excluded.ceiling - held.granted + 1) / 2)) share)
  returning subject, policy as name, last_grant as granted, granted as total, window_start`;

const ENDS_IN = `extract(epoch from window_start - clock_timestamp())`;

@Injectable()
export class RateWindowsRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** In the order of the wishes; no two may be of one subject and policy. */
  async grant(wishes: LeaseWish[]): Promise<Grant[]> {
    return this.grantWith((sql, parameters) => this.database.query<GrantRow>(sql, parameters), wishes);
  }

  /** Counts with the transaction: what is rolled back was not used. */
  async grantOne(tx: Tx, wish: LeaseWish): Promise<Grant> {
    const [grant] = await this.grantWith((sql, parameters) => tx.query<GrantRow[]>(sql, parameters), [wish]);
    return grant!;
  }

  async deleteEnded(): Promise<void> {
    await this.database.query(`delete from rate_windows where window_start < now() - interval '2 hours'`);
  }

  private async grantWith(
    query: (sql: string, parameters: unknown[]) => Promise<GrantRow[]>,
    wishes: LeaseWish[],
  ): Promise<Grant[]> {
    const rows = await query(
      `with given as (${GRANT}) select given.*, ${ENDS_IN} * 1000 as "endsInMs" from given`,
      [
        wishes.map(({ subject }) => subject),
        wishes.map(({ name }) => name),
        wishes.map(({ windowSeconds }) => windowSeconds),
        wishes.map(({ limit }) => limit),
        wishes.map(({ want }) => want),
      ],
    );
    const found = new Map(rows.map((row) => [keyOf(row), row]));
    return wishes.map((wish) => toGrant(wish, found.get(keyOf(wish))!));
  }
}

function toGrant({ windowSeconds }: LeaseWish, { granted, total, endsInMs }: GrantRow): Grant {
  return {
    granted: Number(granted),
    total: Number(total),
    endsInMs: windowSeconds * 1_000 + Number(endsInMs),
  };
}

function keyOf({ subject, name }: Pick<LeaseWish, 'subject' | 'name'>): string {
  return `${name} ${subject}`;
}
