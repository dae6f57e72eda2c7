const QUOTED = /"([^"]+)"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»/u;

/** The words a prompt asks to be set into the picture: its first quoted part, one line, composed characters. */
export function quotedTitle(prompt: string): string | null {
  const match = QUOTED.exec(prompt);
  const text = match?.slice(1).find((group) => group !== undefined);
  return text?.normalize('NFC').replace(/\s+/gu, ' ').trim() || null;
}

/** What the picture shows; the title says words, not scenes ("Night shift" wants no stars). */
export function sceneWords(prompt: string): string {
  const outside = prompt.replace(new RegExp(QUOTED, 'gu'), ' ').trim();
  return outside || prompt;
}
