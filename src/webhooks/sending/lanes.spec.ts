import { Lanes } from './lanes.js';

describe('lanes', () => {
  it('bound what one endpoint has under way, and what all have together', () => {
    const lanes = new Lanes(2, 3);
    lanes.begin('a');
    lanes.begin('a');
    expect(lanes.bounds()).toEqual([{ lane: 'a', free: 0 }]);
    expect(lanes.free).toBe(1);
    lanes.end('a', true);
    expect(lanes.bounds()).toEqual([{ lane: 'a', free: 1 }]);
    lanes.end('a', true);
    expect(lanes.bounds()).toEqual([]);
    expect(lanes.free).toBe(3);
  });

  it('give an endpoint that fails one at a time until it succeeds', () => {
    const lanes = new Lanes(8, 100);
    lanes.begin('dead');
    lanes.end('dead', false);
    expect(lanes.bounds()).toEqual([{ lane: 'dead', free: 1 }]);
    lanes.begin('dead');
    expect(lanes.bounds()).toEqual([{ lane: 'dead', free: 0 }]);
    lanes.end('dead', true);
    expect(lanes.bounds()).toEqual([]);
  });

  it('remember only so many that fail', () => {
    const lanes = new Lanes(8, 100);
    for (let n = 0; n < 5_000; n++) {
      lanes.begin(`dead ${n}`);
      lanes.end(`dead ${n}`, false);
    }
    expect(lanes.bounds()).toHaveLength(1_000);
  });
});
