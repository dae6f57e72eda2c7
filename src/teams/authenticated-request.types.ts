import type { FastifyRequest } from 'fastify';
import type { Actor } from './actor.types.js';
import type { Operator } from './operator.types.js';

/** What the token guard leaves on a request: one of the two, or neither on a public route. */
export interface AuthenticatedRequest extends FastifyRequest {
  actor?: Actor;
  operator?: Operator;
}
