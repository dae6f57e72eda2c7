import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';

/** Whoever had chosen the key just before it was retired has written its call down by then. */
const AFTER = `interval '2 minutes'`;
/** No job lives so long, so nothing is owed to older calls. */
const LONGEST_CALL = `interval '9 days'`;

@Injectable()
export class ProviderKeysSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** Keys that were replaced or deleted, once no call that was made with them has to be asked after or stopped. */
  async deleteUnneeded(): Promise<void> {
    await this.database.query(
      `delete from provider_keys key where retired_at < now() - ${AFTER} and not exists (
         select from provider_calls call
         where call.key_id = key.id and (call.state in ('intent', 'submitted') or call.stop_owed_at is not null)
           and call.created_at > now() - ${LONGEST_CALL})`,
    );
  }
}
