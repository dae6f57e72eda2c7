import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { Tx } from '../platform/database/transactions.js';
import { DomainError, notFound } from '../platform/errors.js';
import { isId, newId } from '../platform/ids.js';
import type { Actor } from './actor.types.js';
import type { ApiTokenEntity } from './api-token.entity.js';
import { AuditService } from './audit.service.js';
import { unauthenticated } from './authentication.errors.js';
import { defaultLimits, resolveLimits } from './limits.js';
import {
  boundsByOperator,
  boundsByToken,
  type Maker,
  refuseToRotateStronger,
  type TokenBounds,
} from './token-bounds.js';
import { makeToken, fingerprintOf } from './token-format.js';
import type { NewTokenInput, IssuedTokenView, TokenView } from './tokens.dto.js';
import { TokensRepository } from './tokens.repository.js';
import { issuedView, tokenView, wishOf } from './token-view.js';
import { TeamsService } from './teams.service.js';

interface Issue {
  teamId: string;
  name: string;
  bounds: TokenBounds;
  /** A token's id, `operator` or `signup`. */
  by: string;
  requestId: string | null;
}

const SIGNUP = 'signup';

@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly teams: TeamsService,
    private readonly audit: AuditService,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  async issue(tx: Tx, actor: Actor, input: NewTokenInput): Promise<IssuedTokenView> {
    const bounds = boundsByToken(await this.lockMaker(tx, actor), wishOf(input));
    const { teamId, tokenId, requestId } = actor;
    return this.insert(tx, { teamId, name: input.name, bounds, by: tokenId, requestId });
  }

  /** `tx` is one of the system connection. */
  async issueByOperator(
    tx: Tx,
    teamId: string,
    input: NewTokenInput,
    requestId: string | null = null,
  ): Promise<IssuedTokenView> {
    await this.teams.byId(tx, teamId);
    const bounds = boundsByOperator(wishOf(input));
    return this.insert(tx, { teamId, name: input.name, bounds, by: 'operator', requestId });
  }

  /** The first token of a team that made itself; it may do all. `tx` is one of the system connection. */
  issueAtSignup(
    tx: Tx,
    { teamId, requestId }: { teamId: string; requestId: string },
  ): Promise<IssuedTokenView> {
    return this.insert(tx, { teamId, name: SIGNUP, bounds: boundsByOperator({}), by: SIGNUP, requestId });
  }

  /** A new secret for the same token; the old one ends with the commit. */
  async rotate(tx: Tx, actor: Actor, tokenId: string): Promise<IssuedTokenView> {
    const row = await this.lock(tx, actor, tokenId);
    if (row.revokedAt) throw new DomainError('invalid_state', 'A revoked token can not be rotated.');
    refuseToRotateStronger(await this.lockMaker(tx, actor), row);
    const token = makeToken();
    const fingerprint = fingerprintOf(token);
    await this.tokens.change(tx, row.id, fingerprint);
    await this.account(tx, actor, 'token.rotated', row);
    return issuedView(Object.assign(row, fingerprint), token);
  }

  /** Revoking again changes nothing. */
  async revoke(tx: Tx, actor: Actor, tokenId: string): Promise<TokenView> {
    const row = await this.lock(tx, actor, tokenId);
    if (row.revokedAt) return tokenView(row);
    const revokedAt = new Date();
    await this.tokens.change(tx, row.id, { revokedAt });
    await this.account(tx, actor, 'token.revoked', row);
    return tokenView(Object.assign(row, { revokedAt }));
  }

  async byId(tx: Tx, teamId: string, tokenId: string): Promise<TokenView> {
    const row = isId('token', tokenId) ? await this.tokens.byId(tx, teamId, tokenId) : null;
    if (!row) throw notFound('token');
    return tokenView(row);
  }

  /** Newest first. */
  async page(
    tx: Tx,
    teamId: string,
    { beforeId, limit }: { beforeId?: string; limit: number },
  ): Promise<TokenView[]> {
    return (await this.tokens.page(tx, teamId, beforeId, limit)).map(tokenView);
  }

  private async insert(tx: Tx, { teamId, name, bounds, by, requestId }: Issue): Promise<IssuedTokenView> {
    const token = makeToken();
    const row = await this.tokens.insert(tx, {
      id: newId('token'),
      teamId,
      name,
      ...fingerprintOf(token),
      abilities: [...bounds.abilities],
      limits: bounds.limits,
      allowedCidrs: [...bounds.allowedCidrs],
      expiresAt: bounds.expiresAt,
      createdBy: by,
    });
    const { abilities, limits, expiresAt, allowedCidrs } = row;
    const details = { name, abilities, limits, expiresAt, allowedCidrs };
    await this.audit.record(tx, {
      teamId,
      actor: by,
      action: 'token.issued',
      subject: row.id,
      details,
      requestId,
    });
    return issuedView(row, token);
  }

  private async lock(tx: Tx, { teamId }: Actor, tokenId: string): Promise<ApiTokenEntity> {
    const row = isId('token', tokenId) ? await this.tokens.lockById(tx, teamId, tokenId) : null;
    if (!row) throw notFound('token');
    return row;
  }

  /** As the database knows it: the actor may be from before a revocation. */
  private async lockMaker(tx: Tx, { teamId, tokenId }: Actor): Promise<Maker> {
    const own = await this.tokens.lockById(tx, teamId, tokenId);
    if (!own || own.revokedAt || isPast(own.expiresAt)) throw unauthenticated();
    const defaults = defaultLimits(this.config.limits.restPerMinute);
    return { own, teamLimits: resolveLimits({}, await this.tokens.planLimits(tx, teamId), defaults) };
  }

  private account(
    tx: Tx,
    { teamId, tokenId, requestId }: Actor,
    action: 'token.rotated' | 'token.revoked',
    { id, name }: ApiTokenEntity,
  ): Promise<void> {
    return this.audit.record(tx, {
      teamId,
      actor: tokenId,
      action,
      subject: id,
      details: { name },
      requestId,
    });
  }
}

function isPast(time: Date | null): boolean {
  return time !== null && time.getTime() <= Date.now();
}
