export interface Passage {
  text: string;
  /** How long to be silent after it. */
  pauseSeconds: number;
}

/** A voice loses its breath, and a machine its memory, over longer ones. */
const LONGEST = 320;
const PAUSE = { phrase: 0.12, sentence: 0.38, paragraph: 0.75 } as const;

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Cuts a text where a speaker would pause: at paragraphs, at sentences, and within very long ones at commas or words. */
export function passagesOf(text: string): Passage[] {
  return text.split(/\n\s*\n/u).flatMap((paragraph) => {
    const said = [...sentences.segment(paragraph.replace(/\s+/gu, ' '))]
      .map(({ segment }) => segment.trim())
      .filter((sentence) => /[A-Za-z0-9]/u.test(sentence))
      .flatMap(passagesOfSentence);
    const last = said.at(-1);
    if (last) last.pauseSeconds = PAUSE.paragraph;
    return said;
  });
}

function passagesOfSentence(sentence: string): Passage[] {
  const parts = cut(sentence);
  return parts.map((text, index) => ({
    text,
    pauseSeconds: index === parts.length - 1 ? PAUSE.sentence : PAUSE.phrase,
  }));
}

function cut(sentence: string): string[] {
  if (sentence.length <= LONGEST) return [sentence];
  const head = sentence.slice(0, LONGEST);
  const comma = Math.max(head.lastIndexOf(', '), head.lastIndexOf('; '), head.lastIndexOf(': '));
  const end = comma > LONGEST / 3 ? comma + 1 : head.lastIndexOf(' ');
  const at = end > 0 ? end : LONGEST;
  return [sentence.slice(0, at).trim(), ...cut(sentence.slice(at).trim())];
}
