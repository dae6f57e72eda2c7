import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { together } from './together.js';
import { retryOnConflict } from './retry-on-conflict.js';

/** A transaction that is under way. Whatever writes as part of something larger takes it as its first parameter. */
export type Tx = EntityManager;

@Injectable()
export class Transactions {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Runs as the team: row-level security shows and accepts this team's rows only. */
  forTeam<T>(teamId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return retryOnConflict(() =>
      this.database.transaction(async (tx) => {
        // Not waited for: the work's first statements go with it, and Postgres takes them in this order.
        // Without parameters, so that it shares one message with the beginning of the transaction.
        const [, done] = await together(
          tx.query(`select set_config('app.team_id', ${pg.escapeLiteral(teamId)}, true)`),
          work(tx),
        );
        return done;
      }),
    );
  }
}
