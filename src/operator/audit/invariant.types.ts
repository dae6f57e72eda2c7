/** How often the workers look: what reads little each minute, what reads much each hour. */
export type Pace = 'minute' | 'hour';

/** Something that holds at every commit, as a query whose rows are the violations. */
export interface Invariant {
  name: string;
  pace: Pace;
  sql: string;
}

export interface Scope {
  /** A ULID or its beginning; older rows are left out. Empty: everything. */
  since: string;
  /** Of each query. 0: as long as it takes. */
  timeoutMs: number;
}

export interface Finding {
  invariant: string;
  /** How many rows break it, counted to a ceiling. */
  violations: number;
  /** The first few of them. */
  examples: Record<string, unknown>[];
  /** Why the query could not be run to its end: then nothing is known. */
  failure?: string;
}
