import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid } from '../errors.js';
import { withoutQuery } from './route-table.js';

const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** A request that may come again. */
export interface IdempotentCall {
  key?: string;
  method: string;
  /** The path as called, ids included: the same key for another thing is another request. */
  route: string;
  /** As it was sent, before defaults. */
  body: unknown;
  reply: FastifyReply;
}

const DOCUMENTATION = ApiHeader({
  name: IDEMPOTENCY_KEY,
  required: false,
  description: 'Makes a retry safe: the same key and request are answered as before, for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

/** Parameter decorator: the call with its checked `Idempotency-Key`, documented in OpenAPI as well. */
export const Idempotent = createParamDecorator<void>(
  (_options, context: ExecutionContext) => idempotentCall(context),
  [
    (target, method) => {
      const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
      if (method !== undefined && descriptor) DOCUMENTATION(target, method, descriptor);
    },
  ],
);

function idempotentCall(context: ExecutionContext): IdempotentCall {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    key: idempotencyKeyOf(request),
    method: request.method,
    route: withoutQuery(request.url),
    body: request.body,
    reply: context.switchToHttp().getResponse<FastifyReply>(),
  };
}

export function idempotencyKeyOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x20-\x7e]{1,255}$/.test(key)) return key;
  throw invalid([{ path: IDEMPOTENCY_KEY, message: 'must be 1 to 255 printable ASCII characters' }]);
}
