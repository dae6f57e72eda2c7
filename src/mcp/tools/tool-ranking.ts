/** Something that can be searched for. */
export interface Searchable {
  /** What it is called; whoever says one of these words means it. */
  nouns: readonly string[];
  /** Whatever else is said of it. */
  text: string;
}

/**
 * Those that are meant, best first; all where no word is known, since one of so few may well be it. Descriptions
 * mention much that a tool does not make, such as the image that a video starts from: they decide only among those
 * that are called by one of the words, or where none is.
 */
export function findBest<Item extends Searchable>(items: Item[], query: string): Item[] {
  const words = query.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [];
  if (words.length === 0) return items;
  const scored = items.map((item) => ({
    item,
    named: words.filter((word) => isCalled(item, word)).length,
    mentioned: words.filter((word) => item.text.toLowerCase().includes(word)).length,
  }));
  const isAnyNamed = scored.some(({ named }) => named > 0);
  const found = scored
    .filter(({ named, mentioned }) => (isAnyNamed ? named : mentioned) > 0)
    .toSorted((a, b) => b.named - a.named || b.mentioned - a.mentioned)
    .map(({ item }) => item);
  return found.length > 0 ? found : items;
}

/** In the singular, in the plural, or as the beginning of a longer word: "photos", "photograph". */
function isCalled({ nouns }: Searchable, word: string): boolean {
  return nouns.some((noun) => word.startsWith(noun));
}
