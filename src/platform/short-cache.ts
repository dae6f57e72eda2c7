/** Together with the time of one query within the second in which a change must be effective everywhere. */
const TTL_MS = 900;
const MOST_ENTRIES = 10_000;

interface Entry<T> {
  value: Promise<T | null>;
  /** What `value` has come to. */
  loaded?: T;
  loadedAt: number;
}

/**
 * Spares a query a request. Entries are too short-lived to need a message when what they say changes elsewhere; absence
 * is not kept, so that nobody can fill the cache with what does not exist.
 */
export class ShortCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Callers that ask for the same at the same moment share one load. */
  get(key: string, load: () => Promise<T | null>): Promise<T | null> {
    const known = this.entries.get(key);
    if (known && this.now() - known.loadedAt < TTL_MS) return known.value;
    return this.load(key, load);
  }

  /** What is known without waiting. */
  peek(key: string): T | undefined {
    const known = this.entries.get(key);
    return known && this.now() - known.loadedAt < TTL_MS ? known.loaded : undefined;
  }

  drop(key: string): void {
    this.entries.delete(key);
  }

  clear(): void {
    this.entries.clear();
  }

  private load(key: string, load: () => Promise<T | null>): Promise<T | null> {
    // Counted from before the query: from then on it may have changed.
    const loadedAt = this.now();
    const entry: Entry<T> = { value: load(), loadedAt };
    // Removed first, so that the map stays in the order of loading and its first entry is the oldest.
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > MOST_ENTRIES) this.dropOldest();

    const forget = (): void => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    };
    entry.value.then((value) => (value === null ? forget() : (entry.loaded = value)), forget);
    return entry.value;
  }

  private dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
