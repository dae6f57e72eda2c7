import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { LookupFunction } from 'node:net';

/** The token to inject the name look-up by; `dns.lookup` unless a test brings its own. */
export const NAME_LOOKUP = Symbol('NameLookup');
export type NameLookup = LookupFunction;

export interface EgressRequest {
  /** For everything together: look-up, connection, redirects and the last byte of the body. */
  timeoutMs: number;
  maxBytes: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
  /** How many redirects are followed, each checked like the first address; none unless said. */
  redirects?: number;
  /** Keeps the connection for the next request to the same place. It was judged when it was made. */
  keepAlive?: boolean;
  signal?: AbortSignal;
}

export interface EgressAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** At most `maxBytes` of it. */
  body: Buffer;
  truncated: boolean;
}

export interface DownloadedFile {
  headers: IncomingHttpHeaders;
  bytes: number;
}
