import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiProduces } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { prefersOverJson } from '../platform/http/accepts.js';
import { EVENT_STREAM } from '../platform/http/event-stream.js';
import type { AuthenticatedRequest } from './authenticated-request.types.js';
import { type Caller, callerOf } from './caller.js';

/** A request that wants its answer as it happens. */
export interface StreamCall {
  caller: Caller;
  tokenId: string;
  /** Where the caller was when its last stream ended. */
  lastEventId: string | undefined;
  reply: FastifyReply;
}

const DOCUMENTATION = [
  ApiProduces('application/json', EVENT_STREAM),
  ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'With `Accept: text/event-stream`: the id of the last event that was seen; what came after it follows.',
    schema: { type: 'string' },
  }),
];

/** Parameter decorator: undefined unless `Accept` asks for `text/event-stream`. Documents that it may. */
export const Streaming = createParamDecorator<void>(
  (_options, context: ExecutionContext) => streamCall(context),
  [
    (target, method) => {
      const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(target, method);
      if (method === undefined || !descriptor) return;
      for (const document of DOCUMENTATION) document(target, method, descriptor);
    },
  ],
);

function streamCall(context: ExecutionContext): StreamCall | undefined {
  const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!request.actor || !prefersOverJson(request.headers.accept, EVENT_STREAM)) return undefined;
  const lastEventId = request.headers['last-event-id'];
  return {
    caller: callerOf(request),
    tokenId: request.actor.tokenId,
    lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : undefined,
    reply: context.switchToHttp().getResponse<FastifyReply>(),
  };
}
