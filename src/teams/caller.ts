import type { AuthenticatedRequest } from './authenticated-request.types.js';

export interface Caller {
  /** What was sent after `Bearer`. */
  token: string | undefined;
  address: string;
  requestId: string;
}

export function callerOf(request: AuthenticatedRequest): Caller {
  return { token: bearerToken(request.headers.authorization), address: request.ip, requestId: request.id };
}

export function bearerToken(authorization: string | undefined): string | undefined {
  return /^bearer +(\S.*)$/i.exec(authorization ?? '')?.[1]?.trim();
}
