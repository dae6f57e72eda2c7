import type { EngineConfig } from '../platform/config/config.types.js';
import { ABILITIES } from './abilities.js';
import { AuthenticationService } from './authentication.service.js';
import { UnauthenticatedLimit } from './rate/unauthenticated-limit.js';
import { makeToken } from './token-format.js';
import type { TokenUseService } from './token-use.service.js';
import type { TokenRow, TokenSystemRepository } from './token.system.repository.js';

const MOST_REFUSALS = 5;

const ROW: TokenRow = {
  tokenId: 'tok_1',
  tokenName: 'test',
  abilities: [...ABILITIES],
  tokenLimits: { restPerMinute: 10 },
  allowedCidrs: [],
  expiresAt: null,
  lastUsedAt: null,
  teamId: 'tea_1',
  teamName: 'Test',
  teamStatus: 'active',
  plan: 'pro',
  planLimits: { jobsInFlight: 500 },
};

/** A database that knows every token as `row`, or none. */
function anEngineThatKnows(row: Partial<TokenRow> | null) {
  const seen = { queries: 0, uses: [] as string[] };
  const tokens: Pick<TokenSystemRepository, 'live'> = {
    live: async (hashes) => {
      seen.queries++;
      return new Map(row ? hashes.map((hash) => [hash, { ...ROW, ...row }]) : []);
    },
  };
  const uses: Pick<TokenUseService, 'note'> = { note: (tokenId) => void seen.uses.push(tokenId) };
  const limits = { restPerMinute: 300, unauthenticatedPerMinute: MOST_REFUSALS, bodyLimitBytes: 1 };
  const config = { limits } as EngineConfig;
  const service = new AuthenticationService(
    tokens as TokenSystemRepository,
    uses as TokenUseService,
    new UnauthenticatedLimit(config),
    config,
  );
  const actorOf = (token: string | undefined, address = '203.0.113.7') =>
    service.actorOf({ token, address, requestId: 'req_1' });
  return { actorOf, seen };
}

describe('authentication', () => {
  it('turns a token into its team, its abilities and the limits that count', async () => {
    const { actorOf, seen } = anEngineThatKnows({});
    const actor = await actorOf(makeToken());
    expect(actor).toMatchObject({ teamId: 'tea_1', tokenId: 'tok_1', plan: 'pro', requestId: 'req_1' });
    expect(actor.limits).toMatchObject({ restPerMinute: 10, jobsInFlight: 500, mcpPerMinute: 120 });
    expect(actor.abilities.has('jobs:write')).toBe(true);
    expect(seen.uses).toEqual(['tok_1']);
  });

  it('asks the database nothing for what can not be a token', async () => {
    const { actorOf, seen } = anEngineThatKnows({});
    const mistyped = makeToken().replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    for (const token of [undefined, '', 'secret', mistyped]) {
      await expect(actorOf(token)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    expect(seen.queries).toBe(0);
  });

  it('answers the same for missing, unknown and expired', async () => {
    const expired = anEngineThatKnows({ expiresAt: new Date(Date.now() - 1) });
    const unknown = anEngineThatKnows(null);
    const refusals = [expired.actorOf(makeToken()), unknown.actorOf(makeToken()), unknown.actorOf(undefined)];
    const messages = await Promise.all(
      refusals.map((refusal) => refusal.catch((error: Error) => error.message)),
    );
    expect(new Set(messages)).toEqual(new Set(['The token is missing or not valid.']));
  });

  it('refuses a token from where it may not be used, and does not count that as a use', async () => {
    const { actorOf, seen } = anEngineThatKnows({ allowedCidrs: ['203.0.113.0/24'] });
    const token = makeToken();
    await expect(actorOf(token, '198.51.100.1')).rejects.toMatchObject({
      code: 'unauthenticated',
      context: { address: '198.51.100.1' },
    });
    expect(seen.uses).toEqual([]);
    await expect(actorOf(token, '::ffff:203.0.113.9')).resolves.toMatchObject({ tokenId: 'tok_1' });
  });

  it('asks nobody any more about an address that was refused too often, and tells it when to come back', async () => {
    const { actorOf, seen } = anEngineThatKnows(null);
    for (let i = 0; i < MOST_REFUSALS; i++) {
      await expect(actorOf(makeToken())).rejects.toMatchObject({ code: 'unauthenticated' });
    }
    for (const token of [makeToken(), 'mistyped', undefined]) {
      await expect(actorOf(token)).rejects.toMatchObject({
        code: 'rate_limited',
        retryAfterSeconds: 60,
        context: { policy: 'unauthenticated-per-address' },
      });
    }
    expect(seen.queries).toBe(MOST_REFUSALS);
    await expect(actorOf(makeToken(), '203.0.113.8')).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('does not lock out a good token for the bad ones of its address', async () => {
    const { actorOf } = anEngineThatKnows({});
    const good = makeToken();
    await actorOf(good);
    for (let i = 0; i < MOST_REFUSALS; i++) await expect(actorOf('mistyped')).rejects.toThrow();
    await expect(actorOf(makeToken())).rejects.toMatchObject({ code: 'rate_limited' });
    await expect(actorOf(good)).resolves.toMatchObject({ tokenId: 'tok_1' });
  });
});
