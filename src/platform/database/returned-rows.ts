import type { Tx } from './transactions.js';

/** TypeORM answers `[rows, count]` for an UPDATE or DELETE … RETURNING; this answers the rows. */
export async function returnedRows<T>(
  tx: Pick<Tx, 'query'>,
  sql: string,
  parameters: unknown[],
): Promise<T[]> {
  const [rows] = await tx.query<[T[], number]>(sql, parameters);
  return rows;
}
