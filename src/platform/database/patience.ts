import { MINUTE_MS, SECOND_MS } from '../clock.js';

/** Of a connection that is being made. */
export const CONNECT_TIMEOUT_MS = 5 * SECOND_MS;

/** After this Postgres gives up on a statement, and says so. */
export const STATEMENT_TIMEOUT_MS = 30 * SECOND_MS;

/**
 * After this Postgres is gone without a word: a machine that froze, a network that was cut. The system would wait for a
 * quarter of an hour before it gives up on such a connection, and so would every lease, claim and lane behind the statement.
 */
export const SILENCE_MS = MINUTE_MS;
