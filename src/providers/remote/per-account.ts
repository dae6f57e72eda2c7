import { createHash } from 'node:crypto';

const MOST_ACCOUNTS = 1_000;

/** What was learned with one key holds for its account alone. Of many accounts the one asked for longest ago is forgotten. */
export class PerAccount<T> {
  private readonly known = new Map<string, T>();

  constructor(private readonly make: () => T) {}

  of(key: string): T {
    const account = createHash('sha256').update(key).digest('base64');
    const learned = this.known.get(account) ?? this.make();
    this.known.delete(account);
    this.known.set(account, learned);
    if (this.known.size > MOST_ACCOUNTS) this.known.delete([...this.known.keys()][0]!);
    return learned;
  }
}
