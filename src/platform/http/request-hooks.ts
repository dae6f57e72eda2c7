import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../config/config.types.js';
import type { Draining } from '../draining.js';
import type { RequestLog } from '../observability/request-log.js';
import { refuseUnrouted } from './router-errors.js';
import { SAFE_ANSWER } from './safe-answer.js';
import { type RouteTable, withoutQuery } from './route-table.js';
import { nothingHere } from './routing.errors.js';

interface HookParts {
  routes: RouteTable;
  draining: Draining;
  requestLog: RequestLog;
  role: Role;
}

/** All that a process that only works has to say over HTTP. */
const PROBES = /^\/(health\/|metrics$)/;

/** Fastify hooks and no Nest interceptors: they see every answer, refused and unrouted ones too, and cost less. */
export function addRequestHooks(
  adapter: FastifyAdapter,
  { routes, draining, requestLog, role }: HookParts,
): void {
  const fastify = adapter.getInstance();
  // The adapter's own hook runs before CORS, which answers preflight requests on the spot.
  adapter.setOnRequestHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.header('x-request-id', request.id).headers(SAFE_ANSWER);
    done();
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    const closed = role === 'worker' && !PROBES.test(withoutQuery(request.url));
    if (closed) done(nothingHere());
    else done(request.is404 ? refuseUnrouted(routes, request) : undefined);
  });
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // The client opens its next connection to a process that stays; not as long as that could be this one again.
    if (draining.isDraining && !fastify.server.listening) reply.header('connection', 'close');
    done(null, payload);
  });
  adapter.setOnResponseHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    requestLog.record({
      method: request.method,
      route: request.routeOptions.url,
      url: request.url,
      status: reply.statusCode,
      elapsedMs: reply.elapsedTime,
      requestId: request.id,
      teamId: teamOf(request),
    });
    done();
  });
}

/** The guard leaves the actor there; the platform knows nothing else of teams. */
function teamOf(request: FastifyRequest): string | undefined {
  return (request as { actor?: { teamId?: string } }).actor?.teamId;
}
