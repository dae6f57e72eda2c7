import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { ProviderKeyView } from './provider-keys.dto.js';

export interface NewProviderKey {
  id: string;
  teamId: string;
  provider: string;
  /** Sealed. */
  secret: string;
  lastFour: string | null;
}

export interface LiveKey extends ProviderKeyView {
  id: string;
}

const COLUMNS = `id, provider, last_four as "lastFour", created_at as "createdAt", last_used_at as "lastUsedAt"`;

@Injectable()
export class ProviderKeysRepository {
  live(tx: Tx): Promise<LiveKey[]> {
    return tx.query(`select ${COLUMNS} from provider_keys where retired_at is null order by provider`);
  }

  /** Two that replace a key at once must not both find the same one live. */
  async lockProvider(tx: Tx, teamId: string, provider: string): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('provider key ' || $1 || $2, 0))`, [
      teamId,
      provider,
    ]);
  }

  async insert(tx: Tx, { id, teamId, provider, secret, lastFour }: NewProviderKey): Promise<LiveKey> {
    const [key] = await tx.query<LiveKey[]>(
      `insert into provider_keys (id, team_id, provider, secret, last_four) values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
      [id, teamId, provider, secret, lastFour],
    );
    return key!;
  }

  /** Its id, where there was a live one. */
  async retire(tx: Tx, provider: string): Promise<string | undefined> {
    const [retired] = await returnedRows<{ id: string }>(
      tx,
      `update provider_keys set retired_at = now() where provider = $1 and retired_at is null returning id`,
      [provider],
    );
    return retired?.id;
  }

  /** Sealed; also of a key that was retired. */
  async secretOf(tx: Tx, id: string): Promise<string | undefined> {
    const [key] = await tx.query<{ secret: string }[]>(`select secret from provider_keys where id = $1`, [
      id,
    ]);
    return key?.secret;
  }

  /**
   * Whether it may still be used; until the commit it stays so. Its use is noted to the minute, so that a busy key is not a
   * row that every job waits for, and before the row is shared: two that share it and then want it alone wait in a circle.
   */
  async use(tx: Tx, id: string): Promise<boolean> {
    await tx.query(
      `update provider_keys set last_used_at = now()
       where id = $1 and retired_at is null and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [id],
    );
    const live = await tx.query<unknown[]>(
      `select from provider_keys where id = $1 and retired_at is null for share`,
      [id],
    );
    return live.length === 1;
  }
}
