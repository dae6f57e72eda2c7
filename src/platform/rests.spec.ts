import { Logger } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from './clock.js';
import { Rests } from './rests.js';

let now: number;
let rests: Rests;

beforeAll(() => Logger.overrideLogger(false));

beforeEach(() => {
  now = 0;
  rests = new Rests('thing', () => now);
});

function fail(id?: string): Promise<boolean> {
  return rests.attempt((takeUp) => {
    if (id !== undefined) takeUp(id);
    return Promise.reject(new Error('broken'));
  });
}

describe('what fails', () => {
  it('rests, twice as long each time, up to an hour', async () => {
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await expect(fail('a')).resolves.toBe(true);
      now += minutes * MINUTE_MS - 1;
      expect(rests.ids()).toEqual(['a']);
      now += 1;
      expect(rests.ids()).toEqual([]);
    }
  });

  it('begins anew after it went well', async () => {
    await fail('a');
    await fail('a');
    await rests.attempt((takeUp) => {
      takeUp('a');
      return Promise.resolve(true);
    });
    expect(rests.ids()).toEqual([]);
    await fail('a');
    now += MINUTE_MS;
    expect(rests.ids()).toEqual([]);
  });

  it('is forgotten when nobody takes it up again', async () => {
    await fail('a');
    await fail('a');
    now += 2 * MINUTE_MS + HOUR_MS + 1;
    expect(rests.ids()).toEqual([]);
    await fail('a');
    now += MINUTE_MS;
    expect(rests.ids()).toEqual([]);
  });

  it('before anything was taken up ends the round, and so does what fails with too many others', async () => {
    await expect(fail()).rejects.toThrow('broken');
    for (let index = 0; index < 100; index++) await fail(String(index));
    await expect(fail('one more')).rejects.toThrow('broken');
    now += HOUR_MS;
    await expect(fail('one more')).resolves.toBe(true);
  });
});
