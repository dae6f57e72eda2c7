import type { BlockList } from 'node:net';
import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import { SharedTurns } from '../platform/shared-turns.js';
import { ShortCache } from '../platform/short-cache.js';
import type { Actor, Speaker } from './actor.types.js';
import { unauthenticated, unexpectedAddress } from './authentication.errors.js';
import { bearerToken, type Caller } from './caller.js';
import { allowList, listAllows } from './cidr.js';
import { defaultLimits, resolveLimits } from './limits.js';
import { UnauthenticatedLimit } from './rate/unauthenticated-limit.js';
import { hashOf, parseToken, type TokenFingerprint } from './token-format.js';
import { TokenUseService } from './token-use.service.js';
import { type TokenRow, TokenSystemRepository } from './token.system.repository.js';

const ALL_TOKENS = 'all tokens';
const MOST_LOOK_UPS = 500;

interface KnownToken {
  actor: Speaker;
  expiresAtMs: number;
  /** Null: from everywhere. */
  callers: BlockList | null;
  lastUsedAt: Date | null;
}

/** Turns a token into the actor it speaks for, whichever door it came through. */
@Injectable()
export class AuthenticationService {
  private readonly cache = new ShortCache<KnownToken>();
  /** Busy tokens are looked up each second; those of many teams share the query. */
  private readonly lookUps = new SharedTurns<string, TokenRow | undefined>({
    most: MOST_LOOK_UPS,
    serve: (_lane, hashes) => this.lookUp(hashes),
  });

  constructor(
    private readonly tokens: TokenSystemRepository,
    private readonly uses: TokenUseService,
    private readonly refusals: UnauthenticatedLimit,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  /** An address that was refused too often is refused before any query, except with a token that was good just now. */
  async actorOf(caller: Caller): Promise<Actor> {
    const fingerprint = caller.token === undefined ? null : parseToken(caller.token);
    return this.refusals.counting(caller.address, fingerprint, () => this.identify(caller, fingerprint));
  }

  /** Without waiting, or null: for a token that was good within the second, and from everywhere. */
  knownSpeaker(authorization: string | undefined): Speaker | null {
    const token = bearerToken(authorization);
    const known = token === undefined ? undefined : this.cache.peek(hashOf(token));
    if (!known || hasExpired(known) || known.callers !== null) return null;
    this.uses.note(known.actor.tokenId, known.lastUsedAt);
    return known.actor;
  }

  /**
   * To be called after the commit that revoked, rotated or suspended: before it, a load could bring the old state back.
   * Such changes are rare and loads cheap, so nobody needs to know which entries are concerned.
   */
  forgetAll(): void {
    this.cache.clear();
  }

  private async identify(
    { address, requestId }: Caller,
    fingerprint: TokenFingerprint | null,
  ): Promise<Actor> {
    if (!fingerprint) throw unauthenticated();
    const hash = fingerprint.hash.toString('hex');
    const known = await this.cache.get(hash, () => this.load(hash));
    if (!known || hasExpired(known)) throw unauthenticated();
    if (!isExpectedFrom(known, address)) throw unexpectedAddress(address);
    return this.speakingFor(known, { requestId, address });
  }

  private speakingFor(
    { actor, lastUsedAt }: KnownToken,
    { requestId, address }: Pick<Actor, 'requestId' | 'address'>,
  ): Actor {
    this.uses.note(actor.tokenId, lastUsedAt);
    // Field by field: of two spreads the engine of JavaScript copies the second one slowly.
    return { ...actor, requestId, address };
  }

  private async load(hash: string): Promise<KnownToken | null> {
    const row = await this.lookUps.ask(ALL_TOKENS, hash);
    return row ? this.known(row) : null;
  }

  private async lookUp(hashes: string[]): Promise<Array<TokenRow | undefined>> {
    const rows = await this.tokens.live(hashes);
    return hashes.map((hash) => rows.get(hash));
  }

  private known(row: TokenRow): KnownToken {
    const { tokenId, tokenName, teamId, teamName, teamStatus, plan } = row;
    const defaults = defaultLimits(this.config.limits.restPerMinute);
    return {
      actor: {
        teamId,
        teamName,
        teamStatus,
        plan,
        tokenId,
        tokenName,
        abilities: new Set(row.abilities),
        limits: resolveLimits(row.tokenLimits, row.planLimits, defaults),
        ownLimits: row.tokenLimits,
        teamLimits: resolveLimits({}, row.planLimits, defaults),
      },
      expiresAtMs: row.expiresAt?.getTime() ?? Infinity,
      callers: row.allowedCidrs.length === 0 ? null : allowList(row.allowedCidrs),
      lastUsedAt: row.lastUsedAt,
    };
  }
}

function hasExpired({ expiresAtMs }: KnownToken): boolean {
  return expiresAtMs <= Date.now();
}

function isExpectedFrom({ callers }: KnownToken, address: string): boolean {
  return callers === null || listAllows(callers, address);
}
