import { pause } from '../clock.js';
import { sqlState } from './sql-state.js';

const DEADLOCK = '40P01';
const SERIALIZATION_FAILURE = '40001';
const ATTEMPTS = 4;

/** Postgres rolled the transaction back whole in these two cases, so running it again can't do anything twice. */
export async function retryOnConflict<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction();
    } catch (error) {
      const state = sqlState(error);
      if (attempt === ATTEMPTS || (state !== DEADLOCK && state !== SERIALIZATION_FAILURE)) throw error;
      await pause(Math.random() * 20 * attempt);
    }
  }
}
