import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import { SystemDatabase } from '../../platform/database/system-database.js';
import type { Tx } from '../../platform/database/transactions.js';

const ROWS_AT_ONCE = 1_000;
const CODES_AT_ONCE = 10_000;
const LEFT_BEHIND_MINUTES = 1;

/** What goes row by row before the team itself, whose removal takes the small rest along. */
const TABLES = [
  'redemptions',
  'access_code_batches',
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
    while ((await this.deleteCodes(teamId)) === CODES_AT_ONCE);
    for (const table of TABLES) while ((await this.deleteFrom(table, teamId)) === ROWS_AT_ONCE);
  }

  /** False when there is new work: it was accepted before the last process had heard of the end. */
  deleteTeam(teamId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(`select from teams where team_id = $1 for update`, [teamId]);
      // The mutex that submissions take.
      await tx.query(`select from credit_accounts where team_id = $1 for update`, [teamId]);
      const jobs = await tx.query<unknown[]>(`select from jobs where team_id = $1 limit 1`, [teamId]);
      if (jobs.length > 0) return false;
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

  /** By their batches: a million codes have no index of their own for their team. */
  private deleteCodes(teamId: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const rows = await returnedRows(
        tx,
        `delete from access_codes where ctid = any(array(
           select code.ctid from access_code_batches batch join access_codes code on code.batch = batch.number
           where batch.team_id = $1 limit ${CODES_AT_ONCE}))
         returning 1`,
        [teamId],
      );
      return rows.length;
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
