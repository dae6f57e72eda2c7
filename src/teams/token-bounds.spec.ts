import { DomainError } from '../platform/errors.js';
import { ABILITIES, type Ability } from './abilities.js';
import type { Limits } from './actor.types.js';
import { allowList, listAllows } from './cidr.js';
import { defaultLimits, LIMIT_NAMES, type OwnLimits } from './limits.js';
import {
  boundsByOperator,
  boundsByToken,
  type Maker,
  refuseToRotateStronger,
  type TokenBounds,
} from './token-bounds.js';

const CIDRS = [
  '10.0.0.0/8',
  '10.1.0.0/16',
  '10.1.2.0/24',
  '10.1.2.3',
  '192.0.2.0/24',
  '0.0.0.0/0',
  '2001:db8::/32',
  '::/0',
];
const ADDRESSES = [
  '10.1.2.3',
  '10.1.2.4',
  '10.1.9.9',
  '10.200.0.1',
  '192.0.2.9',
  '198.51.100.1',
  '2001:db8::1',
  '2001:db9::1',
];
const DAY_MS = 86_400_000;

describe('a token that makes tokens', () => {
  it('never makes one that may do more than itself, whatever it asks for', () => {
    const random = seeded(42);
    const outcomes = { made: 0, refused: 0 };
    for (let round = 0; round < 2_000; round++) {
      const maker: Maker = { own: boundsByOperator(anyWish(random)), teamLimits: anyTeamLimits(random) };
      try {
        expectNoMore(maker, boundsByToken(maker, anyWish(random)));
        outcomes.made++;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        outcomes.refused++;
      }
    }
    expect(outcomes.made).toBeGreaterThan(200);
    expect(outcomes.refused).toBeGreaterThan(200);
  });

  it('passes on what it has itself where the wish is silent', () => {
    const own: TokenBounds = {
      abilities: ['jobs:read', 'tokens:manage'],
      limits: { creditsPerDay: 10 },
      expiresAt: new Date(DAY_MS),
      allowedCidrs: ['10.0.0.0/8'],
    };
    expect(boundsByToken({ own, teamLimits: defaultLimits(300) }, {})).toEqual(own);
  });

  it('names every ability it can not give', () => {
    const maker = makerWith({ abilities: ['tokens:manage'] });
    expect(
      refusal(() => boundsByToken(maker, { abilities: ['tokens:manage', 'jobs:write', 'audit:read'] })),
    ).toMatchObject({
      code: 'missing_ability',
      context: { ability: 'jobs:write' },
      fields: [{ path: 'abilities[1]' }, { path: 'abilities[2]' }],
    });
  });

  it('names every field that asks for too much', () => {
    const maker = makerWith({
      limits: { restPerMinute: 10 },
      expiresAt: new Date(DAY_MS),
      allowedCidrs: ['10.0.0.0/8'],
    });
    const wish = {
      limits: { restPerMinute: 11 },
      expiresAt: new Date(2 * DAY_MS),
      allowedCidrs: ['10.1.0.0/16', '192.0.2.0/24'],
    };
    const paths = refusal(() => boundsByToken(maker, wish)).fields?.map(({ path }) => path);
    expect(paths).toEqual(['limits.restPerMinute', 'expiresAt', 'allowedCidrs[1]']);
  });

  it('can not take over a stronger token by rotating it', () => {
    const maker = makerWith({ limits: { creditsPerDay: 10 } });
    expect(refusal(() => refuseToRotateStronger(maker, boundsByOperator({}))).code).toBe('missing_ability');
    expect(() => refuseToRotateStronger(maker, maker.own)).not.toThrow();
  });
});

function makerWith(wish: Partial<TokenBounds>): Maker {
  return { own: boundsByOperator(wish), teamLimits: defaultLimits(300) };
}

function refusal(work: () => unknown): DomainError {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('Expected a refusal');
}

function expectNoMore({ own, teamLimits }: Maker, made: TokenBounds): void {
  for (const ability of made.abilities) expect(own.abilities).toContain(ability);
  const [most, limits]: Limits[] = [
    { ...teamLimits, ...own.limits },
    { ...teamLimits, ...made.limits },
  ];
  for (const name of LIMIT_NAMES)
    expect(limits?.[name] ?? Infinity).toBeLessThanOrEqual(most?.[name] ?? Infinity);
  expect(made.expiresAt?.getTime() ?? Infinity).toBeLessThanOrEqual(own.expiresAt?.getTime() ?? Infinity);
  for (const address of ADDRESSES) if (opens(made, address)) expect(opens(own, address)).toBe(true);
}

function opens({ allowedCidrs }: TokenBounds, address: string): boolean {
  return allowedCidrs.length === 0 || listAllows(allowList(allowedCidrs), address);
}

type Random = () => number;

function anyWish(random: Random): Partial<TokenBounds> {
  const wish: Partial<TokenBounds> = {};
  // Mostly all of them, so that enough wishes are granted to say something.
  if (random() < 0.5) wish.abilities = ABILITIES.filter((): boolean => random() < 0.9) as Ability[];
  if (random() < 0.5) wish.limits = anyLimits(random);
  if (random() < 0.5) wish.expiresAt = new Date(Math.floor(random() * 5) * DAY_MS);
  if (random() < 0.5) wish.allowedCidrs = CIDRS.filter(() => random() < 0.2);
  return wish;
}

function anyLimits(random: Random): OwnLimits {
  const named = LIMIT_NAMES.filter(() => random() < 0.3);
  return Object.fromEntries(named.map((name) => [name, Math.floor(random() * 400)]));
}

function anyTeamLimits(random: Random): Limits {
  return { ...defaultLimits(300), ...anyLimits(random) };
}

/** Mulberry32: the same tokens on every run. */
function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
