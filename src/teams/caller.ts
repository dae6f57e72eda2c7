import type { AuthenticatedRequest } from './authenticated-request.types.js';

export interface Caller {
  /** What was sent after `Bearer`. */
  token: string | undefined;
  address: string;
  requestId: string;
}

export function callerOf(request: AuthenticatedRequest): Caller {
  const token = /^bearer +(\S.*)$/i.exec(request.headers.authorization ?? '')?.[1]?.trim();
  return { token, address: request.ip, requestId: request.id };
}
