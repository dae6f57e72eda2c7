import type pg from 'pg';
import { DatabaseNotReady } from './database-not-ready.js';
import { QuietClient } from './quiet-client.js';

const CONNECT_TIMEOUT_MS = 10_000;

/** A connection outside the pools, for what happens before they are opened. The caller ends it. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new QuietClient({
    connectionString: url,
    application_name: 'engine-prepare',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  try {
    await client.connect();
  } catch (cause) {
    throw new DatabaseNotReady(`No connection to the database as ${placeOf(url)}: ${reasonOf(cause)}`, {
      cause,
    });
  }
  return client;
}

function placeOf(url: string): string {
  const { username, host, pathname } = new URL(url);
  return `${decodeURIComponent(username)} at ${host}${pathname}`;
}

/** A host name with several addresses fails with one error for each and no message of its own. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
