import { sqlState } from '../database/sql-state.js';

const SQL_STATES = [
  /^08/, // the connection failed
  /^53/, // no more connections, memory or disk
  /^57(P0[123]|014)$/, // shutting down, crashed, starting up, statement timed out
  /^40(001|P01)$/, // still in conflict after every retry
  /^25006$/, // read-only: a failover is under way
];

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** pg and TypeORM tell these by message only. */
const MESSAGES = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
  'Cannot use a pool after calling end',
  'Query read timeout',
  'before connection is established',
  // The connection broke between two statements of a transaction.
  'query runner was already released',
  'Query runner already released',
];

/** Whether the database, and not the request, is the reason: the same request may succeed a moment later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, driverError, errors } = error as { code?: unknown; driverError?: unknown; errors?: unknown };
  if (typeof code === 'string' && NETWORK_CODES.has(code)) return true;
  const state = sqlState(error);
  if (state !== undefined && SQL_STATES.some((pattern) => pattern.test(state))) return true;
  if (error instanceof Error && MESSAGES.some((message) => error.message.includes(message))) return true;
  return isDatabaseUnavailable(driverError) || (Array.isArray(errors) && errors.some(isDatabaseUnavailable));
}
