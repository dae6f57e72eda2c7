import { Injectable } from '@nestjs/common';
import { prepared } from '../../platform/database/prepared.js';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { together } from '../../platform/database/together.js';
import type { Tx } from '../../platform/database/transactions.js';
import { WORTH_A_LOOK } from './pace.js';

export interface Dispatched {
  id: string;
  fence: number;
}

/** A worker that has not been seen for so long counts no more. */
const ALIVE = `interval '30 seconds'`;

@Injectable()
export class DispatchRepository {
  constructor(private readonly system: SystemDatabase) {}

  /**
   * Marks the next jobs of a queue as dispatched, as many as its window has room for, taking teams in turn.
   * One dispatcher at a time works on a queue; another finds the advisory lock taken and has nothing to do.
   */
  take(queue: string, ahead: number): Promise<Dispatched[] | 'busy'> {
    return this.system.transaction(async (tx) => {
      // Two statements: the room must be looked up with a snapshot from behind the lock.
      const [[lock], room] = await together(
        tx.query<{ taken: boolean }[]>(LOCK, [queue]),
        roomIn(tx, queue, ahead),
      );
      if (!lock!.taken) return 'busy';
      if (room <= 0) return [];
      const picked = await pick(tx, queue, room);
      if (picked.length === 0) return [];
      const [, marked] = await together(
        rememberTurn(tx, queue, picked.at(-1)!.teamId),
        mark(
          tx,
          picked.map(({ id }) => id),
        ),
      );
      return marked;
    });
  }

  async undo(jobs: Dispatched[]): Promise<void> {
    await this.system.query(`update jobs set dispatched_at = null where id = any($1) and state = 'queued'`, [
      jobs.map(({ id }) => id),
    ]);
  }

  async announceWorker(name: string, queues: Array<{ name: string; slots: number }>): Promise<void> {
    await this.system.query(
      `insert into workers (name, queue, slots) select $1, queue.name, queue.slots
       from jsonb_to_recordset($2) as queue(name text, slots int)
       on conflict (name, queue) do update set slots = excluded.slots, seen_at = now()`,
      [name, JSON.stringify(queues)],
    );
    await this.system.query(`delete from workers where seen_at < now() - interval '1 day'`);
  }

  async forgetWorker(name: string): Promise<void> {
    await this.system.query(`delete from workers where name = $1`, [name]);
  }
}

const LOCK = prepared(`select pg_try_advisory_xact_lock(hashtextextended('dispatch ' || $1, 0)) as taken`);

const COUNTS = prepared(
  `select (select coalesce(sum(slots), 0) from workers where queue = $1 and seen_at > now() - ${ALIVE})::int as slots,
          (select count(*) from jobs where queue = $1 and state = 'queued' and dispatched_at is not null)::int
        + (select count(*) from jobs where queue = $1 and state = 'running' and lease_until is not null)::int as under_way`,
);

/**
 * Live slots and one more: a slot that falls free finds work, and a team that comes late waits behind few. Where jobs
 * are short, some are sent ahead, and then not by ones and twos.
 */
async function roomIn(tx: Tx, queue: string, ahead: number): Promise<number> {
  const [row] = await tx.query<{ slots: number; under_way: number }[]>(COUNTS, [queue]);
  const { slots, under_way: underWay } = row!;
  const room = slots + 1 + ahead - underWay;
  return room > ahead * WORTH_A_LOOK ? room : 0;
}

/**
 * Walks from team to team through the index, starting behind the one that was served last, and takes the first of
 * each, then the second of each, and so on. The walk costs one look-up a team, whatever is queued.
 */
function pick(tx: Tx, queue: string, room: number): Promise<Array<{ id: string; teamId: string }>> {
  return tx.query(
    `with recursive
     last as (select coalesce((select last_team from dispatch_turns where queue = $1), '') as team_id),
     behind as (
       (select team_id, 1 as turn from jobs where ${WAITING} and team_id > (select team_id from last) order by team_id limit 1)
       union all
       select next.team_id, behind.turn + 1 from behind cross join lateral
         (select team_id from jobs where ${WAITING} and team_id > behind.team_id order by team_id limit 1) as next
       where behind.turn < $2),
     before as (
       (select team_id, 1 as turn from jobs where ${WAITING} and team_id <= (select team_id from last) order by team_id limit 1)
       union all
       select next.team_id, before.turn + 1 from before cross join lateral
         (select team_id from jobs where ${WAITING} and team_id > before.team_id
          and team_id <= (select team_id from last) order by team_id limit 1) as next
       where before.turn < $2),
     turns as (select team_id, turn from behind union all select team_id, turn + $2 from before)
     select job.id, turns.team_id as "teamId" from turns cross join lateral (
       select id, row_number() over (order by id) as round from
         (select id from jobs where ${WAITING} and team_id = turns.team_id order by id limit $2) as first) as job
     order by job.round, turns.turn limit $2`,
    [queue, room],
  );
}

/** Due, too: teams whose jobs all rest before another try must not use up the turns of those that could work. */
const WAITING = `queue = $1 and state = 'queued' and dispatched_at is null and run_at <= now()`;

async function rememberTurn(tx: Tx, queue: string, teamId: string): Promise<void> {
  await tx.query(
    `insert into dispatch_turns (queue, last_team) values ($1, $2)
     on conflict (queue) do update set last_team = excluded.last_team`,
    [queue, teamId],
  );
}

function mark(tx: Tx, ids: string[]): Promise<Dispatched[]> {
  return returnedRows(
    tx,
    `with picked as (select id from jobs where id = any($1) and state = 'queued' and dispatched_at is null
                     order by id for update skip locked)
     update jobs set dispatched_at = now() from picked where jobs.id = picked.id returning jobs.id, jobs.fence`,
    [ids],
  );
}
