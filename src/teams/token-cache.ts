/** Together with the time of one query within the second in which a revocation must be effective everywhere. */
const TTL_MS = 900;
const MOST_ENTRIES = 10_000;

interface Entry<T> {
  value: Promise<T | null>;
  /** What `value` has come to. */
  loaded?: T;
  loadedAt: number;
}

/**
 * Spares a query a request. Entries are too short-lived to need a message when a token is revoked elsewhere; absence is
 * not kept, so that nobody can fill the cache with tokens that do not exist.
 */
export class TokenCache<T> {
  private readonly entries = new Map<string, Entry<T>>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Callers that ask for the same token at the same moment share one load. */
  get(hash: string, load: () => Promise<T | null>): Promise<T | null> {
    const known = this.entries.get(hash);
    if (known && this.now() - known.loadedAt < TTL_MS) return known.value;
    return this.load(hash, load);
  }

  /** What is known without waiting. */
  peek(hash: string): T | undefined {
    const known = this.entries.get(hash);
    return known && this.now() - known.loadedAt < TTL_MS ? known.loaded : undefined;
  }

  clear(): void {
    this.entries.clear();
  }

  private load(hash: string, load: () => Promise<T | null>): Promise<T | null> {
    // Counted from before the query: from then on the token may have been revoked.
    const loadedAt = this.now();
    const entry: Entry<T> = { value: load(), loadedAt };
    // Removed first, so that the map stays in the order of loading and its first entry is the oldest.
    this.entries.delete(hash);
    this.entries.set(hash, entry);
    if (this.entries.size > MOST_ENTRIES) this.dropOldest();

    const forget = (): void => {
      if (this.entries.get(hash) === entry) this.entries.delete(hash);
    };
    entry.value.then((value) => (value === null ? forget() : (entry.loaded = value)), forget);
    return entry.value;
  }

  private dropOldest(): void {
    const [oldest] = this.entries.keys();
    if (oldest !== undefined) this.entries.delete(oldest);
  }
}
