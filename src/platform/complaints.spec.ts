import { MINUTE_MS, SECOND_MS } from './clock.js';
import { Complaints } from './complaints.js';

describe('what goes wrong again and again', () => {
  const told: string[] = [];
  let now = 0;
  const complaints = new Complaints(
    (text) => told.push(text),
    () => now,
  );

  beforeEach(() => told.splice(0));

  it('is told ever more seldom', () => {
    for (let second = 0; second < 3_600; second++) {
      now += SECOND_MS;
      complaints.about('away');
    }
    expect(told).toHaveLength(12);
    expect(told.slice(0, 3)).toEqual(['away', 'away (2 times)', 'away (4 times)']);
  });

  it('keeps nothing else from being told', () => {
    complaints.about('something else');
    expect(told).toEqual(['something else']);
  });

  it('is new when it comes after a minute without it', () => {
    now += MINUTE_MS + 1;
    complaints.about('away');
    expect(told).toEqual(['away']);
  });
});
