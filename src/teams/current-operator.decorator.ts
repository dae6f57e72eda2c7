import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { AuthenticatedRequest } from './authenticated-request.types.js';
import type { Operator } from './operator.types.js';

export const CurrentOperator = createParamDecorator((_: unknown, context: ExecutionContext): Operator => {
  const { operator } = context.switchToHttp().getRequest<AuthenticatedRequest>();
  if (!operator) throw new Error('@CurrentOperator() on a route that is not @OperatorOnly()');
  return operator;
});
