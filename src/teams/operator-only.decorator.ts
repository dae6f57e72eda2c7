import { Reflector } from '@nestjs/core';

/** The route needs ADMIN_TOKEN; a team's token is refused like a wrong one. */
export const OperatorOnly = Reflector.createDecorator<void, true>({ transform: () => true });
