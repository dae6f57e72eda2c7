import { Injectable } from '@nestjs/common';
import { prepared } from '../platform/database/prepared.js';
import { SystemDatabase } from '../platform/database/system-database.js';
import type { Ability } from './abilities.js';
import type { TeamStatus } from './actor.types.js';
import type { OwnLimits } from './limits.js';

export interface TokenRow {
  tokenId: string;
  tokenName: string;
  abilities: Ability[];
  tokenLimits: OwnLimits;
  allowedCidrs: string[];
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  teamId: string;
  teamName: string;
  teamStatus: TeamStatus;
  plan: string;
  planLimits: OwnLimits;
}

const LIVE = prepared(
  `select encode(token.hash, 'hex') as hash, token.id as "tokenId", token.name as "tokenName", token.abilities,
          token.limits as "tokenLimits", token.allowed_cidrs as "allowedCidrs", token.expires_at as "expiresAt",
          token.last_used_at as "lastUsedAt", team.team_id as "teamId", team.name as "teamName",
          team.status as "teamStatus", team.plan, plan.limits as "planLimits"
     from api_tokens token
     join teams team on team.team_id = token.team_id
     join plans plan on plan.slug = team.plan
    where token.hash = any (array(select decode(jsonb_array_elements_text($1), 'hex')))
      and token.revoked_at is null and (token.expires_at is null or token.expires_at > now())`,
);

/** Whose token it is can't be known before it is found, so the look-up crosses teams. */
@Injectable()
export class TokenSystemRepository {
  constructor(private readonly database: SystemDatabase) {}

  /** By hash in hex; those that are not in force are left out. */
  async live(hashes: string[]): Promise<Map<string, TokenRow>> {
    const rows = await this.database.query<TokenRow & { hash: string }>(LIVE, [JSON.stringify(hashes)]);
    return new Map(rows.map(({ hash, ...row }) => [hash, row]));
  }

  async markUsed(uses: ReadonlyMap<string, Date>): Promise<void> {
    // In a transaction because that is run again when two processes lock the same tokens in a different order.
    await this.database.transaction((tx) =>
      tx.query(
        `update api_tokens token set last_used_at = greatest(token.last_used_at, used.at)
           from unnest($1::text[], $2::timestamptz[]) as used(id, at)
          where token.id = used.id`,
        [[...uses.keys()], [...uses.values()]],
      ),
    );
  }
}
