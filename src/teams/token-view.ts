import type { ApiTokenEntity } from './api-token.entity.js';
import type { TokenBounds } from './token-bounds.js';
import type { NewTokenInput, IssuedTokenView, TokenView } from './tokens.dto.js';

export function wishOf({ abilities, limits, expiresAt, allowedCidrs }: NewTokenInput): Partial<TokenBounds> {
  return {
    abilities,
    limits,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    allowedCidrs,
  };
}

export function tokenView(row: ApiTokenEntity): TokenView {
  return {
    id: row.id,
    tokenId: row.id,
    name: row.name,
    prefix: row.prefix,
    abilities: row.abilities,
    limits: row.limits,
    allowedCidrs: row.allowedCidrs,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
    createdBy: row.createdBy,
    createdAt: row.createdAt,
  };
}

export function issuedView(row: ApiTokenEntity, token: string): IssuedTokenView {
  return Object.assign(tokenView(row), { token });
}
