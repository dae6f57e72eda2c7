import { DomainError, type FieldError, invalid } from '../platform/errors.js';
import { ABILITIES, type Ability } from './abilities.js';
import type { Limits } from './actor.types.js';
import { isWithin } from './cidr.js';
import { firstNamed, LIMIT_NAMES, type OwnLimits } from './limits.js';

/** All that says what a token may do, when, and from where. */
export interface TokenBounds {
  abilities: readonly Ability[];
  limits: OwnLimits;
  expiresAt: Date | null;
  /** Empty: from everywhere. */
  allowedCidrs: readonly string[];
}

/** The token that makes or rotates another. */
export interface Maker {
  own: TokenBounds;
  /** What plan and defaults say where a token of the team is silent. */
  teamLimits: Limits;
}

export function boundsByOperator(wish: Partial<TokenBounds>): TokenBounds {
  return {
    abilities: wish.abilities ?? ABILITIES,
    limits: firstNamed(wish.limits ?? {}),
    expiresAt: wish.expiresAt ?? null,
    allowedCidrs: wish.allowedCidrs ?? [],
  };
}

/** What the wish leaves open is taken over from the maker, so that silence never gives more than the maker has. */
export function boundsByToken(maker: Maker, wish: Partial<TokenBounds>): TokenBounds {
  const bounds: TokenBounds = {
    abilities: wish.abilities ?? maker.own.abilities,
    limits: firstNamed(wish.limits ?? {}, maker.own.limits),
    expiresAt: wish.expiresAt ?? maker.own.expiresAt,
    allowedCidrs: wish.allowedCidrs ?? maker.own.allowedCidrs,
  };
  const abilities = abilitiesBeyond(maker, bounds);
  if (abilities.length > 0) throw missingAbilities(abilities, bounds);
  const fields = fieldsBeyond(maker, bounds);
  if (fields.length > 0) throw invalid(fields, 'A token may not do more than the token that makes it.');
  return bounds;
}

/** Whoever rotates a token learns its secret, so it must not be the stronger of the two. */
export function refuseToRotateStronger(maker: Maker, bounds: TokenBounds): void {
  if (abilitiesBeyond(maker, bounds).length === 0 && fieldsBeyond(maker, bounds).length === 0) return;
  throw new DomainError('missing_ability', 'This token can not rotate one that may do more than itself.', {
    remediation: 'Rotate it with a token that may do at least as much.',
  });
}

function abilitiesBeyond(maker: Maker, bounds: TokenBounds): Ability[] {
  return bounds.abilities.filter((ability) => !maker.own.abilities.includes(ability));
}

function missingAbilities(beyond: Ability[], { abilities }: TokenBounds): DomainError {
  return new DomainError(
    'missing_ability',
    `This token can't give what it does not have: ${beyond.join(', ')}.`,
    {
      fields: beyond.map((ability) => ({
        path: `abilities[${abilities.indexOf(ability)}]`,
        message: 'the token that makes this one does not have it',
      })),
      context: { ability: beyond[0] },
    },
  );
}

function fieldsBeyond(maker: Maker, bounds: TokenBounds): FieldError[] {
  return [...looserLimits(maker, bounds), ...laterExpiry(maker, bounds), ...widerCidrs(maker, bounds)];
}

function looserLimits(maker: Maker, bounds: TokenBounds): FieldError[] {
  const most = firstNamed(maker.own.limits, maker.teamLimits);
  const limits = firstNamed(bounds.limits, maker.teamLimits);
  return LIMIT_NAMES.flatMap((name) => {
    if ((limits[name] ?? Infinity) <= (most[name] ?? Infinity)) return [];
    return [
      {
        path: `limits.${name}`,
        message: `must not be above ${most[name]}, the limit of the token that makes it`,
      },
    ];
  });
}

function laterExpiry(maker: Maker, bounds: TokenBounds): FieldError[] {
  const last = maker.own.expiresAt;
  if (last === null || (bounds.expiresAt !== null && bounds.expiresAt <= last)) return [];
  return [
    {
      path: 'expiresAt',
      message: `must not be after ${last.toISOString()}, when the token that makes it expires`,
    },
  ];
}

function widerCidrs(maker: Maker, bounds: TokenBounds): FieldError[] {
  const allowed = maker.own.allowedCidrs;
  if (allowed.length === 0) return [];
  const message = `must lie within ${allowed.join(', ')}, where the token that makes it may be used`;
  if (bounds.allowedCidrs.length === 0) return [{ path: 'allowedCidrs', message }];
  return bounds.allowedCidrs.flatMap((cidr, index) =>
    allowed.some((outer) => isWithin(cidr, outer)) ? [] : [{ path: `allowedCidrs[${index}]`, message }],
  );
}
