import { Lanes } from './lanes.js';

describe('lanes', () => {
  it('bound what one endpoint has under way', () => {
    const lanes = new Lanes(2);
    lanes.begin('a');
    lanes.begin('a');
    expect(lanes.bounds()).toEqual({ a: 0 });
    lanes.end('a', true);
    expect(lanes.bounds()).toEqual({ a: 1 });
    lanes.end('a', true);
    expect(lanes.bounds()).toEqual({});
  });

  it('give an endpoint that fails one at a time until it succeeds', () => {
    const lanes = new Lanes(8);
    lanes.begin('dead');
    lanes.end('dead', false);
    expect(lanes.bounds()).toEqual({ dead: 1 });
    lanes.begin('dead');
    expect(lanes.bounds()).toEqual({ dead: 0 });
    lanes.end('dead', true);
    expect(lanes.bounds()).toEqual({});
  });

  it('remember only so many that fail', () => {
    const lanes = new Lanes(8);
    for (let n = 0; n < 5_000; n++) {
      lanes.begin(`dead ${n}`);
      lanes.end(`dead ${n}`, false);
    }
    expect(Object.keys(lanes.bounds())).toHaveLength(1_000);
  });
});
