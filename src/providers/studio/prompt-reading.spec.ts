import { quotedTitle, sceneWords } from './prompt-reading.js';

describe('a prompt', () => {
  it.each([
    ['hero "Ship it"', 'Ship it'],
    ['hero “Ship it” and "more"', 'Ship it'],
    ['Titel „Los geht’s“', 'Los geht’s'],
    ['titre « C’est parti »', 'C’est parti'],
    ['hero "Ship\n  it"', 'Ship it'],
    ["the sea's edge", null],
    ['an open " quote', null],
    ['nothing "   "', null],
    ['""', null],
  ])('%j asks for the title %j', (prompt, title) => {
    expect(quotedTitle(prompt)).toBe(title);
  });

  it('takes its scene from the words outside of the title', () => {
    expect(sceneWords('desert "Night shift"')).toBe('desert');
    expect(sceneWords('"Night shift"')).toBe('"Night shift"');
  });
});
