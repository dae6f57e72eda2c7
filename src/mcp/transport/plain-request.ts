import type { FastifyRequest } from 'fastify';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import type { Params } from '../protocol/exchange.types.js';

const METHODS = new Set(['tools/call', 'tools/list']);
const MEMBERS = new Set(['jsonrpc', 'id', 'method', 'params']);
const ACCEPTED = ['application/json', 'text/event-stream'];
/** Where a client puts more than a question: progress, a task, the revision of 2026. */
const EXTRAS = ['_meta', 'task'];
const EXTRA_HEADERS = ['mcp-method', 'mcp-name'];

/** A question of 2025 that wants one answer and nothing else, well formed in every respect. */
export interface PlainRequest {
  id: string | number;
  method: string;
  params?: Params;
}

/** Null for everything else, which is for the SDKs to serve or to refuse. */
export function plainRequestIn({ headers, body }: FastifyRequest): PlainRequest | null {
  return isOf2025(headers) && isPlain(body) ? body : null;
}

function isOf2025(headers: FastifyRequest['headers']): boolean {
  const { accept = '' } = headers;
  const version = headers['mcp-protocol-version'];
  return (
    ACCEPTED.every((type) => accept.includes(type)) &&
    (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(version as string)) &&
    EXTRA_HEADERS.every((name) => !(name in headers))
  );
}

function isPlain(body: unknown): body is PlainRequest {
  if (!isObject(body) || !Object.keys(body).every((member) => MEMBERS.has(member))) return false;
  const { jsonrpc, id, method, params = {} } = body;
  return (
    jsonrpc === '2.0' &&
    (typeof id === 'string' || Number.isSafeInteger(id)) &&
    METHODS.has(method as string) &&
    isObject(params) &&
    EXTRAS.every((name) => !(name in params))
  );
}

function isObject(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
