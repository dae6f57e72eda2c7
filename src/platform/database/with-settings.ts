import pg from 'pg';
import type { EntityManager } from 'typeorm';
import { together } from './together.js';

/** Of Postgres, by name, until the end of the transaction. */
export type Settings = Record<string, string>;

/**
 * Not waited for: the work's first statements go with them, and Postgres takes them in this order. Without parameters, so
 * that they share one message with the beginning of the transaction.
 */
export async function withSettings<T>(
  tx: EntityManager,
  settings: Settings,
  work: (tx: EntityManager) => Promise<T>,
): Promise<T> {
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, true)`,
  );
  const [, done] = await together(tx.query(`select ${calls.join(', ')}`), work(tx));
  return done;
}
