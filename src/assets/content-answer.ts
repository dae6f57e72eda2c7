import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '../platform/storage/storage.js';
import { wantedBytes } from './byte-range.js';
import { contentDisposition } from './filename.js';
import { mediaFileType } from './media-types.js';

export interface Content {
  sha256: string;
  bytes: number;
  mimeType: string;
  filename: string;
}

export interface ContentAnswer {
  status: 200 | 206 | 304 | 416;
  headers: Record<string, string>;
  /** The bytes to send; null when the answer has none. */
  range: ByteRange | null;
}

interface Asked {
  headers: IncomingHttpHeaders;
  download: boolean;
  /** Unix time at which the link ends, and with it what a cache may keep. */
  expiresAt: number;
}

/** Files come from strangers: whatever they contain, a browser must not run it in the engine's name. */
const CAN_NOT_RUN = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** Whoever has the link has the file; no cookie and no header adds to it. So pages of any origin may show and read it. */
const FOR_ANY_PAGE = {
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
};

export function answerFor(content: Content, asked: Asked, now = Date.now()): ContentAnswer {
  const etag = `"${content.sha256}"`;
  const headers = {
    ...CAN_NOT_RUN,
    ...FOR_ANY_PAGE,
    etag,
    'accept-ranges': 'bytes',
    'cache-control': `private, immutable, max-age=${Math.max(0, asked.expiresAt - Math.floor(now / 1000))}`,
  };
  if (isNamed(etag, asked.headers['if-none-match'])) return { status: 304, headers, range: null };

  const wanted = wantedBytes(currentRange(asked.headers, etag), content.bytes);
  if (wanted.kind === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${content.bytes}` }, range: null };
  }
  const range = wanted.kind === 'part' ? wanted.range : { start: 0, end: content.bytes - 1 };
  const described = {
    ...headers,
    'content-type': content.mimeType,
    'content-length': String(range.end - range.start + 1),
    'content-disposition': contentDisposition(dispositionOf(content, asked), content.filename),
  };
  if (wanted.kind === 'whole') return { status: 200, headers: described, range };
  const contentRange = `bytes ${range.start}-${range.end}/${content.bytes}`;
  return { status: 206, headers: { ...described, 'content-range': contentRange }, range };
}

/** A part of what has changed since is worth nothing: without the same tag the whole is sent. */
function currentRange(headers: IncomingHttpHeaders, etag: string): string | undefined {
  const condition = headers['if-range'];
  return condition === undefined || condition === etag ? headers.range : undefined;
}

function isNamed(etag: string, header: string | undefined): boolean {
  const tags = new Set((header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, '')));
  return tags.has(etag) || tags.has('*');
}

function dispositionOf(content: Content, asked: Asked): 'inline' | 'attachment' {
  return !asked.download && mediaFileType(content.mimeType)?.inline ? 'inline' : 'attachment';
}
