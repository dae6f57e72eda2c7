import type { IncomingMessage } from 'node:http';
import { newId } from '../ids.js';

const SAFE = /^[\w.:+/=@-]{1,128}$/;

/** The caller's trace id when it is fit to stand in headers and logs, else one of ours. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && SAFE.test(given) ? given : newId('request');
}
