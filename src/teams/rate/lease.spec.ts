import { Lease } from './lease.js';
import type { Grant, LeaseWish, RatePolicy } from './rate.types.js';

const MINUTE_MS = 60_000;
const POLICY: RatePolicy = { name: 'rest-per-minute', limit: 100, windowSeconds: 60 };

/** A window of the database as it hands out shares, without halving them. */
function aWindow(limit = POLICY.limit) {
  const clock = { now: 1_000, endsAt: 1_000 + MINUTE_MS };
  const wishes: LeaseWish[] = [];
  let given = 0;
  const state = { away: false };
  const ask = async (wish: LeaseWish): Promise<Grant> => {
    wishes.push(wish);
    if (state.away) throw new Error('the database is away');
    if (clock.now >= clock.endsAt) {
      clock.endsAt += MINUTE_MS;
      given = 0;
    }
    const granted = Math.min(wish.want, limit - given);
    given += granted;
    return { granted, total: given, endsInMs: clock.endsAt - clock.now };
  };
  return {
    clock,
    wishes,
    state,
    aLease: () => new Lease(POLICY, { subject: 'tok_1', ask, now: () => clock.now }),
  };
}

async function takeAll(lease: Lease, most = 1_000): Promise<number> {
  for (let taken = 0; ; taken++) {
    lease.refresh(POLICY);
    while (lease.isEmpty() && !lease.isClosed()) await lease.wait();
    if (lease.isClosed() || taken === most) return taken;
    lease.take();
  }
}

describe('a lease', () => {
  it('gives out exactly what the window allows, for a small part of the round trips', async () => {
    const { wishes, aLease } = aWindow();
    const lease = aLease();
    expect(await takeAll(lease)).toBe(100);
    expect(wishes.length).toBeLessThan(15);
    expect(lease.standing()).toMatchObject({ left: 0, endsInSeconds: 60 });
  });

  it('never passes the limit together with those of other processes', async () => {
    const { aLease } = aWindow();
    const taken = await Promise.all([aLease(), aLease(), aLease()].map((lease) => takeAll(lease)));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(100);
  });

  it('asks nobody once the window is given away', async () => {
    const { wishes, aLease } = aWindow();
    const lease = aLease();
    await takeAll(lease);
    const asked = wishes.length;
    expect(await takeAll(lease)).toBe(0);
    expect(wishes).toHaveLength(asked);
  });

  it('begins anew with the next window', async () => {
    const { clock, aLease } = aWindow();
    const lease = aLease();
    await takeAll(lease);
    clock.now += MINUTE_MS;
    expect(await takeAll(lease)).toBe(100);
  });

  it('grows with a busy caller and shrinks with a slow one', async () => {
    const busy = aWindow();
    await takeAll(busy.aLease());
    expect(Math.max(...busy.wishes.map(({ want }) => want))).toBe(25);

    const slow = aWindow();
    const lease = slow.aLease();
    for (let i = 0; i < 12; i++) {
      slow.clock.now += 20_000;
      await takeAll(lease, 1);
    }
    expect(slow.wishes.at(-1)!.want).toBeLessThan(slow.wishes[0]!.want);
  });

  it('goes on with a share of its own while the database is away', async () => {
    const { state, clock, aLease } = aWindow();
    state.away = true;
    const lease = aLease();
    expect(await takeAll(lease)).toBe(25);
    clock.now += 1_500;
    expect(await takeAll(lease)).toBe(0);
    state.away = false;
    clock.now += 1_500;
    expect(await takeAll(lease)).toBe(100);
  });

  it('waits no longer than its patience for a database that hangs', async () => {
    const lease = new Lease(POLICY, {
      subject: 'tok_1',
      ask: () => new Promise(() => undefined),
      now: () => 1_000,
    });
    lease.refresh(POLICY);
    await lease.wait();
    expect(lease.isEmpty()).toBe(false);
  });

  it('tells what is left before anything was asked for', () => {
    expect(aWindow().aLease().standing()).toMatchObject({ left: 100, endsInSeconds: 60 });
  });
});
