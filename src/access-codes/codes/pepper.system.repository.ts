import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';

@Injectable()
export class PepperRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Of processes that begin at once, the first one's holds. */
  async findOrKeep(fresh: string): Promise<string> {
    const find = () => this.database.query<{ sealed: string }>(`select sealed from access_code_pepper`);
    const [known] = await find();
    if (known) return known.sealed;
    await this.database.query(`insert into access_code_pepper (sealed) values ($1) on conflict do nothing`, [
      fresh,
    ]);
    return (await find())[0]!.sealed;
  }

  /** The same pepper, sealed with another key. */
  async replace(sealed: string): Promise<void> {
    await this.database.query(`update access_code_pepper set sealed = $1`, [sealed]);
  }
}
