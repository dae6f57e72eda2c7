/** Letters that do not come apart into an ASCII letter and an accent. */
const LETTERS: Record<string, string> = {
  ß: 'ss', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D', ł: 'l', Ł: 'L', þ: 'th', Þ: 'Th', ð: 'th', Ð: 'Th', ı: 'i',
}; // prettier-ignore

/** Signs that a reader says; all others are seen and not said. */
const SAID: Array<[RegExp, string]> = [
  [/€\s?(\d[\d.,]*\d|\d)/gu, '$1 euros'],
  [/£\s?(\d[\d.,]*\d|\d)/gu, '$1 pounds'],
  [/(\d)\s?€/gu, '$1 euros'],
  [/(\d)\s?£/gu, '$1 pounds'],
  [/°\s?C\b/gu, ' degrees Celsius'],
  [/°\s?F\b/gu, ' degrees Fahrenheit'],
  [/°/gu, ' degrees '],
  [/×/gu, ' times '],
  [/[‘’ʼ]/gu, "'"],
  [/[“”„«»]/gu, '"'],
  [/\s*[–—]\s*/gu, ', '],
  [/…/gu, '...'],
];

/** The text in the characters that the voices know. Accents are dropped, emoji and ornaments are not read out. */
export function speakableText(text: string): string {
  const said = SAID.reduce((rest, [sign, words]) => rest.replace(sign, words), text.normalize('NFC'));
  return withoutAccents(said)
    .replace(/[^\x20-\x7e\n]/gu, ' ')
    .replace(/[ \t]+/gu, ' ')
    .trim();
}

/** Letters and numbers of the text that the voices would leave out without a word, each once. */
export function unspeakableCharacters(text: string): string[] {
  const foreign = withoutAccents(text).match(/[\p{L}\p{N}]/gu) ?? [];
  return [...new Set(foreign)].filter((character) => character > '\x7f');
}

export function hasWords(speakable: string): boolean {
  return /[A-Za-z0-9]/u.test(speakable);
}

function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\P{ASCII}/gu, (character) => LETTERS[character] ?? character);
}
