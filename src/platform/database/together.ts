import { sqlState } from './sql-state.js';

const FOLLOWS_FROM_AN_EARLIER_FAILURE = '25P02';

/**
 * Statements of one transaction that are sent without waiting for each other; Postgres takes them in the order given.
 * Waits for all of them whatever happens, lest one should still be on its way when the transaction is rolled back.
 */
export async function together<T extends unknown[]>(
  ...statements: { [Index in keyof T]: Promise<T[Index]> }
): Promise<T> {
  const outcomes = await Promise.allSettled(statements);
  const failures = outcomes
    .filter((outcome) => outcome.status === 'rejected')
    .map(({ reason }) => reason as unknown);
  if (failures.length > 0)
    throw failures.find((failure) => sqlState(failure) !== FOLLOWS_FROM_AN_EARLIER_FAILURE) ?? failures[0];
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as T;
}
