const LONGEST_CODE = 80;
const NORMAL = /^[A-Z0-9]{4,80}$/;

/** A code as it is looked up: capitals, no spaces, no dashes of any kind. Null for what can't be a code. */
export function normalForm(text: string): string | null {
  const code = text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Dash_Punctuation}_.]/gu, '')
    .toUpperCase();
  return code.length <= LONGEST_CODE && NORMAL.test(code) ? code : null;
}
