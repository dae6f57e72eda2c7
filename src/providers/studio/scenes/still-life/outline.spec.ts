import { smoothOutline } from './outline.js';
import { turned } from './solids.js';

describe('an outline', () => {
  it('is straight between corners', () => {
    expect(smoothOutline('0,0! 0.5,0! 0.5,1! 0,1!')).toEqual([
      [0, 0],
      [0.5, 0],
      [0.5, 1],
      [0, 1],
    ]);
  });

  it('goes smoothly through its other points, and never behind the axis', () => {
    const line = smoothOutline('0,0! 0.4,0.2 0.1,0.5 0,1!');
    expect(line).toContainEqual([0.4, 0.2]);
    expect(line.length).toBeGreaterThan(20);
    expect(Math.min(...line.map(([radius]) => radius))).toBe(0);
  });

  it('makes a solid that knows how far away its surface is', () => {
    const drum = turned('0,0! 0.5,0! 0.5,1! 0,1!', 0);
    expect(drum.distance(0.4, 0.5, 0)).toBeCloseTo(-0.1, 2);
    expect(drum.distance(0, 0.5, 0.55)).toBeCloseTo(0.05, 2);
    // Beyond its table it still says no more than the truth.
    expect(drum.distance(2, 0.5, 0)).toBeGreaterThan(1);
    expect(drum.distance(2, 0.5, 0)).toBeLessThanOrEqual(1.5);
  });
});
