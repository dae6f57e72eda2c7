import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { retryOnConflict } from './retry-on-conflict.js';
import { type Settings, withSettings } from './with-settings.js';

/** A transaction that is under way. Whatever writes as part of something larger takes it as its first parameter. */
export type Tx = EntityManager;

@Injectable()
export class Transactions {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Runs as the team: row-level security shows and accepts this team's rows only. */
  forTeam<T>(teamId: string, work: (tx: Tx) => Promise<T>, settings: Settings = {}): Promise<T> {
    return retryOnConflict(() =>
      this.database.transaction((tx) => withSettings(tx, { 'app.team_id': teamId, ...settings }, work)),
    );
  }
}
