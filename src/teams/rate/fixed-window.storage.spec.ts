import { FixedWindowStorage } from './fixed-window.storage.js';

const MINUTE_MS = 60_000;

function aStorage() {
  const clock = { now: 1_000 };
  const storage = new FixedWindowStorage(() => clock.now);
  return { clock, hit: (key = 'token', limit = 2) => storage.increment(key, MINUTE_MS, limit) };
}

describe('the counter of a window', () => {
  it('lets exactly the limit through and says when to come back', async () => {
    const { clock, hit } = aStorage();
    await expect(hit()).resolves.toMatchObject({ totalHits: 1, isBlocked: false, timeToExpire: 60 });
    clock.now += 20_500;
    await expect(hit()).resolves.toMatchObject({ totalHits: 2, isBlocked: false, timeToExpire: 40 });
    await expect(hit()).resolves.toMatchObject({ totalHits: 3, isBlocked: true, timeToBlockExpire: 40 });
  });

  it('starts again with the next window', async () => {
    const { clock, hit } = aStorage();
    for (let i = 0; i < 5; i++) await hit();
    clock.now += MINUTE_MS;
    await expect(hit()).resolves.toMatchObject({ totalHits: 1, isBlocked: false, timeToExpire: 60 });
  });

  it('counts each key by itself', async () => {
    const { hit } = aStorage();
    for (let i = 0; i < 3; i++) await hit('one');
    await expect(hit('another')).resolves.toMatchObject({ totalHits: 1 });
  });

  it('stays bounded however many keys come', async () => {
    const { hit } = aStorage();
    await hit('first');
    for (let i = 0; i < 50_000; i++) await hit(`key ${i}`);
    await expect(hit('first')).resolves.toMatchObject({ totalHits: 1 });
  });
});
