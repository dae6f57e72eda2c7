import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';

const ROWS_AT_ONCE = 1_000;
const CODES_AT_ONCE = 10_000;
const CODE_BATCHES_AT_ONCE = 100;
const LEFT_BEHIND_MINUTES = 1;

/** What goes row by row before the team itself, whose removal takes the small rest along. */
const TABLES = [
  'redemptions',
  'batches',
  'events',
  'webhook_deliveries',
  'assets',
  'idempotency_keys',
  'audit_log',
] as const;

@Injectable()
export class TeamDeletionRepository {
  constructor(private readonly database: SystemDatabase) {}

  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  /** From the commit on the team's tokens are dead. False when it was marked before. */
  async mark(tx: Tx, teamId: string): Promise<boolean> {
    const marked = await returnedRows(
      tx,
      `update teams set status = 'suspended', deleting_at = now() where team_id = $1 and deleting_at is null returning 1`,
      [teamId],
    );
    await tx.query(`update api_tokens set revoked_at = coalesce(revoked_at, now()) where team_id = $1`, [
      teamId,
    ]);
    return marked.length > 0;
  }

  async wasDeleted(tx: Tx, teamId: string): Promise<boolean> {
    const found = await tx.query<unknown[]>(
      `select from audit_log where team_id is null and subject = $1 and action = 'team.deleted' limit 1`,
      [teamId],
    );
    return found.length > 0;
  }

  /** Deletions that a crash has cut short. */
  async leftBehind(): Promise<string[]> {
    const teams = await this.database.query<{ teamId: string }>(
      `select team_id as "teamId" from teams where deleting_at < now() - interval '${LEFT_BEHIND_MINUTES} minutes'`,
    );
    return teams.map(({ teamId }) => teamId);
  }

  /** In bites: a team may have millions of rows, and nobody should wait for locks that long. */
  async deleteRows(teamId: string): Promise<void> {
    while ((await this.deleteJobs(teamId)) === ROWS_AT_ONCE);
    while (await this.deleteSomeCodes(teamId));
    for (const table of TABLES) while ((await this.deleteFrom(table, teamId)) === ROWS_AT_ONCE);
  }

  /** False when there is new work, or codes: it was accepted before the last process had heard of the end. */
  deleteTeam(teamId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select from teams where team_id = $1 for update`, [teamId]);
      // The mutex that submissions take.
      await tx.query(`select from credit_accounts where team_id = $1 for update`, [teamId]);
      const fresh = await tx.query<unknown[]>(
        `(select from jobs where team_id = $1 limit 1)
         union all (select from access_code_batches where team_id = $1 limit 1)`,
        [teamId],
      );
      if (fresh.length > 0) return false;
      await tx.query(`delete from teams where team_id = $1`, [teamId]);
      return true;
    });
  }

  private deleteJobs(teamId: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const jobs = await tx.query<{ id: string }[]>(
        `select id from jobs where team_id = $1 order by id limit ${ROWS_AT_ONCE} for update`,
        [teamId],
      );
      const ids = jobs.map(({ id }) => id);
      await tx.query(`delete from job_events where job_id = any($1)`, [ids]);
      await tx.query(`delete from jobs where id = any($1)`, [ids]);
      return jobs.length;
    });
  }

  /**
   * Codes are found by their batch and by nothing else, so it goes with the last of them and never before. The lock waits
   * for a slice that is being stored; what comes after it is seen by the next statement. False when no batch is left.
   */
  private deleteSomeCodes(teamId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const batches = await tx.query<{ number: string }[]>(
        `select number from access_code_batches where team_id = $1 order by number limit ${CODE_BATCHES_AT_ONCE} for update`,
        [teamId],
      );
      const numbers = batches.map(({ number }) => number);
      const codes = await returnedRows(
        tx,
        `delete from access_codes where ctid = any(array(
           select ctid from access_codes where batch = any($1) limit ${CODES_AT_ONCE}))
         returning 1`,
        [numbers],
      );
      if (codes.length < CODES_AT_ONCE)
        await tx.query(`delete from access_code_batches where number = any($1)`, [numbers]);
      return numbers.length > 0;
    });
  }

  private deleteFrom(table: (typeof TABLES)[number], teamId: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await returnedRows(
        tx,
        `delete from ${table} where ctid = any(array(select ctid from ${table} where team_id = $1 limit ${ROWS_AT_ONCE}))
         returning 1`,
        [teamId],
      );
      return rows.length;
    });
  }
}
