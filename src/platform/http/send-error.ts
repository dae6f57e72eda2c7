import type { FastifyReply, FastifyRequest } from 'fastify';
import type { DomainError } from '../errors.js';
import { toErrorBody } from './error-body.js';
import { afterUnreadBody } from './unread-body.js';

/** What a route may have said about the answer that it meant to give. */
const HEADERS_OF_ANOTHER_BODY = [
  'accept-ranges',
  'content-disposition',
  'content-length',
  'content-range',
  'etag',
];

export function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  error: DomainError,
  baseUrl: string,
): void {
  for (const name of HEADERS_OF_ANOTHER_BODY) reply.removeHeader(name);
  reply
    .code(error.status)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/json; charset=utf-8');
  if (error.retryAfterSeconds !== undefined)
    reply.header('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  if (error.code === 'method_not_allowed') reply.header('allow', allowedMethods(error));
  if (error.code === 'unauthenticated' && !reply.hasHeader('www-authenticate'))
    reply.header('www-authenticate', 'Bearer');
  const body = JSON.stringify({ error: toErrorBody(error, { requestId: request.id, baseUrl }) });
  if (error.code === 'payload_too_large') afterUnreadBody(request.raw, () => void reply.send(body));
  else void reply.send(body);
}

function allowedMethods({ context }: DomainError): string {
  const allow = context?.['allow'];
  return Array.isArray(allow) ? allow.join(', ') : '';
}
