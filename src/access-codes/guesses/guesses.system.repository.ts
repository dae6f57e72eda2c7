import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { Guesser, GuesserKind, Lockout } from './guesses.types.js';

const WINDOW = `interval '15 minutes'`;
const LONGEST_LOCK = `interval '1 day'`;
/** Who was good for so long begins anew. */
const FORGOTTEN_AFTER = `interval '1 day'`;

const LOCKOUT = `kind, subject, strikes, locked_until as "lockedUntil"`;

/** Makes sure that there is a row of each, and locks them in order. */
const KNOW = `
  insert into code_guesses as known (kind, subject, guesses, window_ends_at)
  select kind, subject, 0, now() + ${WINDOW} from unnest($1::text[], $2::text[]) guesser(kind, subject)
  order by kind, subject
  on conflict (kind, subject) do update set updated_at = now()`;

/** Counts, and where that is the last guess of the window, locks out for twice as long as the last time. */
const COUNT = `
  update code_guesses known
  set guesses = case when counted.full then 0 else counted.guesses end,
      window_ends_at = case when counted.fresh then now() + ${WINDOW} else known.window_ends_at end,
      strikes = case when counted.full then counted.strikes + 1 else counted.strikes end,
      locked_until = case when counted.full
        then now() + least(${LONGEST_LOCK}, ${WINDOW} * 2 ^ least(counted.strikes, 10)) else known.locked_until end,
      updated_at = now()
  from (
    select kind, subject, fresh, strikes, guesses, guesses >= most as full
    from (
      select known.kind, known.subject, most, known.window_ends_at <= now() as fresh,
             case when known.locked_until < now() - ${FORGOTTEN_AFTER} then 0 else known.strikes end as strikes,
             least(most, $4::int) + case when known.window_ends_at <= now() then 0 else known.guesses end as guesses
      from unnest($1::text[], $2::text[], $3::int[]) guesser(kind, subject, most)
      join code_guesses known using (kind, subject)) standing) counted
  where known.kind = counted.kind and known.subject = counted.subject`;

@Injectable()
export class GuessesRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** The lock-out that lasts longest, of any of these. */
  async lockoutOf(guessers: Guesser[]): Promise<Lockout | undefined> {
    const [lockout] = await this.database.query<Lockout>(
      `select ${LOCKOUT} from code_guesses
       where (kind, subject) in (select * from unnest($1::text[], $2::text[])) and locked_until > now()
       order by locked_until desc limit 1`,
      columns(guessers),
    );
    return lockout;
  }

  /** `most` in a window, then the lock-out. Rows are locked in one order, so that two who guess at once do not meet. */
  count(guessers: Guesser[], most: Record<GuesserKind, number>, weight: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await tx.query(KNOW, columns(guessers));
      await tx.query(COUNT, [...columns(guessers), guessers.map(({ kind }) => most[kind]), weight]);
    });
  }

  page(tx: Tx, after: Guesser | undefined, limit: number): Promise<Lockout[]> {
    return tx.query(
      `select ${LOCKOUT} from code_guesses
       where locked_until > now() and ($1::text is null or (kind, subject) > ($1, $2))
       order by kind, subject limit $3`,
      [after?.kind ?? null, after?.subject ?? null, limit],
    );
  }

  /** With all that is remembered of it. False when it was not locked out. */
  async lift(tx: Tx, { kind, subject }: Guesser): Promise<boolean> {
    const lifted = await returnedRows(
      tx,
      `delete from code_guesses where kind = $1 and subject = $2 and locked_until > now() returning 1`,
      [kind, subject],
    );
    return lifted.length > 0;
  }

  async forgetOld(): Promise<void> {
    await this.database.query(
      `delete from code_guesses where updated_at < now() - interval '3 days' and coalesce(locked_until, updated_at) < now()`,
    );
  }
}

function columns(guessers: Guesser[]): [string[], string[]] {
  return [guessers.map(({ kind }) => kind), guessers.map(({ subject }) => subject)];
}
