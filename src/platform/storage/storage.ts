import type { Readable } from 'node:stream';

/** Both ends included, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface OpenedBytes {
  /** Whoever opened it reads or destroys it. */
  stream: Readable;
  bytes: number;
}

export interface StoredEntry {
  sha256: string;
  /** When the content was put, the last time. */
  putAt: Date;
}

/**
 * Where bytes live, named by their SHA-256: the same content is there once, whoever put it. An entry appears whole
 * or not at all. Also the token to inject it by.
 */
export abstract class Storage {
  /** Takes the finished file away from where it is. Putting what is there already is fine and counts as put now. */
  abstract put(file: string, sha256: string): Promise<void>;

  abstract open(sha256: string, range?: ByteRange): Promise<OpenedBytes>;

  /** Null when there is no such entry. */
  abstract size(sha256: string): Promise<number | null>;

  /**
   * Answers false, and keeps the bytes, when they were put after that moment: somebody may be about to record them,
   * and a row must never lose its file.
   */
  abstract remove(sha256: string, putBefore: Date): Promise<boolean>;

  /** All there is, in no order. */
  abstract entries(): AsyncIterable<StoredEntry>;
}

export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** The name becomes part of a path or a URL. */
export function assertSha256(text: string): void {
  if (!isSha256(text)) throw new Error('Stored content is named by its SHA-256 in lower-case hex.');
}
