import { namedColor } from '../../drawing/named-color.js';
import { colorOfThing } from './color-of-thing.js';

test.each([
  ['A matte black coffee mug on oak', 'black'],
  ['Red sneakers on a white background', 'red'],
  ['White background, a red vase', 'red'],
  ['Product shot of a teal bottle with a black cap', 'teal'],
  ['Green tea in a white cup', 'white'],
])('in "%s" the thing is %s', (prompt, color) => {
  expect(colorOfThing(prompt)).toEqual(namedColor(color));
});

test.each(['A coffee mug on black stone', 'A mug, "Red Friday"', 'A vase in blue light', 'Headphones'])(
  '"%s" gives the thing no colour',
  (prompt) => expect(colorOfThing(prompt)).toBeUndefined(),
);
