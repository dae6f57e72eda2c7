import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

@Injectable()
export class DatabaseHealthRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async ping(): Promise<void> {
    await this.database.query('select 1');
  }

  /** Whether the schema was ever made; that nothing of it is pending is checked before the process serves. */
  async isMigrated(): Promise<boolean> {
    const [answer] = await this.database.query<{ migrated: boolean }[]>(
      `select to_regclass('migrations') is not null as migrated`,
    );
    return answer?.migrated ?? false;
  }
}
