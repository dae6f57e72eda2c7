import type { AuthenticatedRequest } from './authenticated-request.types.js';
import type { Caller } from './authentication.service.js';

export function callerOf(request: AuthenticatedRequest): Caller {
  const token = /^bearer +(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
  return { token, address: request.ip, requestId: request.id };
}
