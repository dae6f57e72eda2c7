import { fingerprint } from './fingerprint.js';
import type { IdempotentCall } from './idempotent-call.decorator.js';

/** The call's key and what it was given for; undefined for a call without one. */
export function keyOf({
  key,
  method,
  route,
  body,
}: IdempotentCall): { key: string; fingerprint: Buffer } | undefined {
  return key === undefined ? undefined : { key, fingerprint: fingerprint(method, route, body) };
}

/** Answers text as it was stored with its key, so that a replay is the same to the byte. */
export async function replyAsStored(
  { reply }: IdempotentCall,
  answered: Promise<{ body: string; replayed: boolean }>,
): Promise<string> {
  const { body, replayed } = await answered;
  reply.header('content-type', 'application/json; charset=utf-8');
  if (replayed) reply.header('idempotency-replayed', 'true');
  return body;
}
