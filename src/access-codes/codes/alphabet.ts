/** No 0 and O, no 1, I and L: what people read aloud or copy by hand must not be two things. Its 31 letters are a prime. */
export const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** What the random part of a code is drawn from. The check character comes from the whole alphabet in each case. */
export const CHARSETS = {
  unambiguous: ALPHABET,
  letters: ALPHABET.replaceAll(/\d/g, ''),
  digits: ALPHABET.replaceAll(/\D/g, ''),
} as const;

export type Charset = keyof typeof CHARSETS;
export const CHARSET_NAMES = Object.keys(CHARSETS) as Charset[];
