import { Turns } from './turns.js';

const claims = (teamId: string, ...lanes: string[]) => lanes.map((lane) => ({ teamId, lane }));

describe('turns', () => {
  it('count what each team has under way', () => {
    const turns = new Turns();
    turns.begin('a');
    turns.begin('a');
    turns.begin('b');
    turns.end('b');
    turns.end('a');
    expect(turns.standings()).toEqual({ a: { underWay: 1, after: '' } });
  });

  it('go on behind the lane that was served last, and round', () => {
    const turns = new Turns();
    const next = () => turns.standings().a?.after;
    turns.served(claims('a', '2', '1', '3'));
    expect(next()).toBe('3');
    turns.served(claims('a', '5', '4'));
    expect(next()).toBe('5');
    turns.served(claims('a', '6', '1', '2'));
    expect(next()).toBe('2');
    turns.served(claims('a', '1', '2'));
    expect(next()).toBe('2');
  });

  it('remember only so many teams', () => {
    const turns = new Turns();
    for (let n = 0; n < 5_000; n++) turns.served(claims(`team ${n}`, 'x'));
    expect(Object.keys(turns.standings())).toHaveLength(1_000);
  });
});
