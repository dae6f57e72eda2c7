import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Actor } from './actor.types.js';
import type { AuthenticatedRequest } from './authenticated-request.types.js';

export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!actor) throw new Error('@CurrentActor() on a route that no team token opens');
  return actor;
});
