import { ShortCache } from './short-cache.js';

const KEY = 'a token';

function aCache() {
  const clock = { now: 0 };
  const loads: string[] = [];
  const cache = new ShortCache<string>(() => clock.now);
  const get = (found: string | null = 'found', key = KEY) =>
    cache.get(key, async () => {
      loads.push(key);
      return found;
    });
  return { cache, clock, loads, get };
}

describe('a short cache', () => {
  it('asks once for callers that come together, and not again for a while', async () => {
    const { clock, loads, get } = aCache();
    await expect(Promise.all([get(), get(), get()])).resolves.toEqual(['found', 'found', 'found']);
    clock.now = 899;
    await get();
    expect(loads).toHaveLength(1);
  });

  it('asks again within a second, so that a change is noticed', async () => {
    const { clock, get } = aCache();
    await get();
    clock.now = 900;
    await expect(get(null)).resolves.toBeNull();
  });

  it('counts the time of a slow load against the entry', async () => {
    const { cache, clock, get } = aCache();
    await cache.get(KEY, async () => {
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

  it('forgets one and keeps the others', async () => {
    const { cache, get } = aCache();
    await get('kept', 'other');
    await get('before');
    cache.drop(KEY);
    await expect(get('after')).resolves.toBe('after');
    await expect(get('again', 'other')).resolves.toBe('kept');
  });

  it('remembers neither absence nor failure', async () => {
    const { cache, get } = aCache();
    await get(null);
    await expect(get()).resolves.toBe('found');
    cache.clear();
    await expect(cache.get(KEY, () => Promise.reject(new Error('no database')))).rejects.toThrow(
      'no database',
    );
    await expect(get('back')).resolves.toBe('back');
  });

  it('is bounded: the oldest make room', async () => {
    const { loads, get } = aCache();
    await get();
    for (let i = 0; i < 10_000; i++) await get('other', `other ${i}`);
    await get();
    expect(loads.filter((key) => key === KEY)).toHaveLength(2);
  });
});
