import { passagesOf } from './passages.js';

const textsOf = (text: string) => passagesOf(text).map((passage) => passage.text);

describe('passages of a text', () => {
  it('are its sentences, with longer pauses after paragraphs', () => {
    const passages = passagesOf('One. Two!\n\nThree?');
    expect(passages.map(({ text }) => text)).toEqual(['One.', 'Two!', 'Three?']);
    expect(passages[1]!.pauseSeconds).toBeGreaterThan(passages[0]!.pauseSeconds);
  });

  it('leave out what nobody says', () => {
    expect(textsOf('One.\n\n***\n\nTwo.')).toEqual(['One.', 'Two.']);
  });

  it('cut very long sentences at commas, else between words, and lose none', () => {
    const long = Array.from(
      { length: 120 },
      (_, index) => `word${index}${index % 20 === 19 ? ',' : ''}`,
    ).join(' ');
    const passages = textsOf(long);
    expect(passages.length).toBeGreaterThan(1);
    expect(passages.every((text) => text.length <= 320)).toBe(true);
    expect(passages[0]).toMatch(/,$/u);
    expect(passages.join(' ')).toBe(long);
    expect(textsOf('x'.repeat(1_000)).join('')).toHaveLength(1_000);
  });
});
