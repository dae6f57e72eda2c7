import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { KeyPairAndSecret, TeamKeys } from './signing.types.js';

const COLUMNS = `secret, private_key as "privateKey", old_keys as old`;

@Injectable()
export class TeamKeysRepository {
  async find(tx: Tx, teamId: string): Promise<TeamKeys | undefined> {
    const [keys] = await tx.query<TeamKeys[]>(`select ${COLUMNS} from webhook_keys where team_id = $1`, [
      teamId,
    ]);
    return keys;
  }

  /** Two that rotate at once must not both replace the same keys: one of the new ones would be lost. */
  async lock(tx: Tx, teamId: string): Promise<TeamKeys> {
    const [keys] = await tx.query<TeamKeys[]>(
      `select ${COLUMNS} from webhook_keys where team_id = $1 for update`,
      [teamId],
    );
    return keys!;
  }

  async teamsWithout(tx: Tx, teamIds: string[]): Promise<string[]> {
    const teams = await tx.query<{ teamId: string }[]>(
      `select team_id as "teamId" from unnest($1::text[]) as team_id
       where not exists (select from webhook_keys where webhook_keys.team_id = team_id.team_id)`,
      [teamIds],
    );
    return teams.map(({ teamId }) => teamId);
  }

  /** Two that make the first keys at once end with those of one of them. */
  async insert(tx: Tx, teamId: string, { secret, privateKey }: KeyPairAndSecret): Promise<void> {
    await tx.query(
      `insert into webhook_keys (team_id, secret, private_key) values ($1, $2, $3) on conflict (team_id) do nothing`,
      [teamId, secret, privateKey],
    );
  }

  async replace(tx: Tx, teamId: string, { secret, privateKey, old }: TeamKeys): Promise<void> {
    await tx.query(
      `update webhook_keys set secret = $2, private_key = $3, old_keys = $4 where team_id = $1`,
      [teamId, secret, privateKey, JSON.stringify(old)],
    );
  }
}
