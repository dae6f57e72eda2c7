import { TokenCache } from './token-cache.js';

const hash = 'a token';

function aCache() {
  const clock = { now: 0 };
  const loads: string[] = [];
  const cache = new TokenCache<string>(() => clock.now);
  const get = (found: string | null = 'found', key = hash) =>
    cache.get(key, async () => {
      loads.push(key.toString());
      return found;
    });
  return { cache, clock, loads, get };
}

describe('the cache of tokens', () => {
  it('asks once for callers that come together, and not again for a while', async () => {
    const { clock, loads, get } = aCache();
    await expect(Promise.all([get(), get(), get()])).resolves.toEqual(['found', 'found', 'found']);
    clock.now = 899;
    await get();
    expect(loads).toHaveLength(1);
  });

  it('asks again within a second, so that a revocation is noticed', async () => {
    const { clock, get } = aCache();
    await get();
    clock.now = 900;
    await expect(get(null)).resolves.toBeNull();
  });

  it('counts the time of a slow load against the entry', async () => {
    const { cache, clock, get } = aCache();
    await cache.get(hash, async () => {
      clock.now += 900;
      return 'as it was before the load';
    });
    await expect(get('as it is')).resolves.toBe('as it is');
  });

  it('forgets at once when it is cleared, also what is being loaded', async () => {
    const { cache, get } = aCache();
    const loading = get('before');
    cache.clear();
    await expect(get('after')).resolves.toBe('after');
    await loading;
    await expect(get('again')).resolves.toBe('after');
  });

  it('remembers neither absence nor failure', async () => {
    const { cache, get } = aCache();
    await get(null);
    await expect(get()).resolves.toBe('found');
    cache.clear();
    await expect(cache.get(hash, () => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    );
    await expect(get('back')).resolves.toBe('back');
  });

  it('is bounded: the oldest make room', async () => {
    const { loads, get } = aCache();
    await get();
    for (let i = 0; i < 10_000; i++) await get('other', `other ${i}`);
    await get();
    expect(loads.filter((key) => key === hash.toString())).toHaveLength(2);
  });
});
