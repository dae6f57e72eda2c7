import { breakLines } from './line-breaking.js';

const byLetters = (text: string) => text.length;

describe('a title', () => {
  it('takes as few lines as fit, made even', () => {
    const lines = breakLines({ text: 'one two three four five', maxWidth: 19, maxLines: 3 }, byLetters);
    expect(lines).toEqual(['one two three', 'four five']);
  });

  it('leaves no word alone on the last line if it can be helped', () => {
    const lines = breakLines(
      { text: 'Shipping agents that see the whole picture', maxWidth: 35, maxLines: 2 },
      byLetters,
    );
    expect(lines).toEqual(['Shipping agents that', 'see the whole picture']);
  });

  it('stays on one line where it fits', () => {
    expect(breakLines({ text: 'Heat', maxWidth: 4, maxLines: 1 }, byLetters)).toEqual(['Heat']);
  });

  it('says so when it does not fit', () => {
    expect(breakLines({ text: 'one two three', maxWidth: 5, maxLines: 2 }, byLetters)).toBeNull();
    expect(breakLines({ text: 'indivisible', maxWidth: 5, maxLines: 9 }, byLetters)).toBeNull();
  });
});
