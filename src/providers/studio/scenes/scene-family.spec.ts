import { familyFor } from './scene-family.js';

describe('the kind of a picture', () => {
  it.each([
    ['sunset over a mountain lake', 'landscape'],
    ['watch the sunset from a beach', 'landscape'],
    ['misty forest', 'landscape'],
    ['product shot of a hand-made ceramic vase, morning light', 'still_life'],
    ['a wristwatch', 'still_life'],
    ['coffee mug, warm morning', 'still_life'],
    ['perfume bottle at night', 'still_life'],
    ['white vase, dark background', 'still_life'],
    ['a forest wallpaper', 'landscape'],
    ['background of a website', 'flow'],
    ['neon future of AI agents', 'flow'],
    ['abstract waves of data, blue', 'flow'],
    ['how agents can help your network', 'flow'],
    ['Bauhaus poster for a design conference', 'poster'],
    ['poster of a mountain', 'poster'],
  ])('of %j is a %s', (prompt, family) => {
    expect(familyFor(prompt, 'auto')).toBe(family);
  });

  it('is what the caller says, whatever the words', () => {
    expect(familyFor('sunset over a mountain lake', 'still_life')).toBe('still_life');
  });

  it('is always the same for words it does not know, and not the same for all of them', () => {
    const prompts = Array.from({ length: 60 }, (_, index) => `слово ${index}`);
    const families = prompts.map((prompt) => familyFor(prompt, 'auto'));
    expect(prompts.map((prompt) => familyFor(prompt, 'auto'))).toEqual(families);
    expect(new Set(families).size).toBe(4);
  });
});
