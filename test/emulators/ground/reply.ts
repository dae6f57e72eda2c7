import type { ServerResponse } from 'node:http';

export interface Reply {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** Instead of JSON. */
  bytes?: Buffer;
}

export function send(response: ServerResponse, { status, body, headers, bytes }: Reply): void {
  const content = bytes ?? (body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)));
  response.writeHead(status, {
    'content-type': bytes ? 'application/octet-stream' : 'application/json',
    'content-length': content.length,
    ...headers,
  });
  response.end(content);
}
