import { randomInt } from 'node:crypto';
import { fingerprintOf, makeToken, parseToken } from './token-format.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

describe('the format of tokens', () => {
  it('knows its own tokens, and makes no two alike', () => {
    const tokens = Array.from({ length: 1_000 }, makeToken);
    for (const token of tokens) {
      expect(token).toMatch(/^mme_[0-9A-Za-z]{36}$/);
      expect(parseToken(token)).toEqual(fingerprintOf(token));
    }
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  it('uses every character about equally often', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2_000; i++) {
      for (const character of makeToken().slice(4, 34))
        counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(ALPHABET.length);
    // 60,000 draws: 968 expected, and eight standard deviations either way.
    for (const count of counts.values()) expect(Math.abs(count - 968)).toBeLessThan(250);
  });

  it('tells 10,000 mistyped tokens from a real one without asking anybody', () => {
    for (let i = 0; i < 10_000; i++) expect(parseToken(mistyped(makeToken()))).toBeNull();
  });

  it('refuses what only looks similar', () => {
    const token = makeToken();
    for (const text of [
      '',
      'mme_',
      token.slice(0, -1),
      `${token}0`,
      ` ${token}`,
      `${token}\n`,
      token.slice(4),
    ]) {
      expect(parseToken(text)).toBeNull();
    }
  });

  it('keeps a prefix that says too little to use', () => {
    const token = makeToken();
    expect(parseToken(token)?.prefix).toBe(token.slice(0, 12));
    expect(parseToken(token)?.hash).toHaveLength(32);
  });
});

/** One character replaced, or two different neighbours swapped. */
function mistyped(token: string): string {
  const at = randomInt(4, token.length - 1);
  const [here, next] = [token.charAt(at), token.charAt(at + 1)];
  if (here !== next && at !== 33 && randomInt(2) === 0)
    return token.slice(0, at) + next + here + token.slice(at + 2);
  return token.slice(0, at) + otherThan(here) + token.slice(at + 1);
}

function otherThan(character: string): string {
  const place = ALPHABET.indexOf(character);
  return ALPHABET.charAt((place + randomInt(1, ALPHABET.length)) % ALPHABET.length);
}
