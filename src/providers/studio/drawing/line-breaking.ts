export type MeasureText = (text: string) => number;

export interface Paragraph {
  text: string;
  maxWidth: number;
  maxLines: number;
}

/**
 * Breaks a title into as few lines as fit and makes those as even as it can, so that no word is left alone
 * on the last line. Null when it does not fit.
 */
export function breakLines({ text, maxWidth, maxLines }: Paragraph, measure: MeasureText): string[] | null {
  const words = text.split(' ');
  const fewest = greedyLines(words, maxWidth, measure);
  if (!fewest || fewest.length > maxLines) return null;
  let narrow = 0;
  let wide = maxWidth;
  let best = fewest;
  // The narrowest measure that still takes the same number of lines is the most even one.
  for (let step = 0; step < 12; step++) {
    const width = (narrow + wide) / 2;
    const lines = greedyLines(words, width, measure);
    if (lines && lines.length === fewest.length) {
      best = lines;
      wide = width;
    } else {
      narrow = width;
    }
  }
  return best;
}

function greedyLines(words: readonly string[], maxWidth: number, measure: MeasureText): string[] | null {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (measure(word) > maxWidth) return null;
    const longer = line ? `${line} ${word}` : word;
    if (line && measure(longer) > maxWidth) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}
