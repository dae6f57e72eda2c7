import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../errors.js';
import { newId } from '../ids.js';
import { toErrorBody } from './error-body.js';
import { methodNotAllowed, nothingHere } from './routing.errors.js';
import type { RouteTable } from './route-table.js';
import { sendError } from './send-error.js';

/** Refuses what no route takes before its body is read, so that the address is told to be wrong and not the body. */
export function refuseUnrouted(routes: RouteTable, request: FastifyRequest): DomainError {
  const allow = routes.methodsAt(request.raw.url ?? '');
  return allow.length === 0 ? nothingHere() : methodNotAllowed(request.method, allow);
}

/** An address that the router can't even read (a broken escape, an endless segment) names nothing. No hook has run. */
export function refuseUnreadableAddress(request: FastifyRequest, reply: FastifyReply, baseUrl: string): void {
  sendError(request, reply, nothingHere(), baseUrl);
}

/** What is not HTTP reaches no framework; the answer is written to the bare socket. */
export function refuseBrokenHttp(error: NodeJS.ErrnoException, socket: Socket, baseUrl: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy(error);
  const refusal = brokenHttp(error.code);
  const body = JSON.stringify({ error: toErrorBody(refusal, { requestId: newId('request'), baseUrl }) });
  socket.end(
    `HTTP/1.1 ${refusal.status} Refused\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function brokenHttp(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new DomainError('payload_too_large', 'The headers of the request are too large.');
  }
  const isLate = code === 'ERR_HTTP_REQUEST_TIMEOUT';
  return new DomainError(
    'validation_failed',
    isLate ? 'The request did not arrive in time.' : 'The request is not valid HTTP.',
    { remediation: 'Send a whole, valid HTTP/1.1 request.' },
  );
}
