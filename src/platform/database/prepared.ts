const names = new Map<string, string>();

/**
 * Marks a statement of the hot path: each connection has Postgres parse and plan it once and then only sends values.
 * For statements whose plan fits all values, with a text that is fixed when the module loads.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `engine_${names.size}`);
  return sql;
}

export function preparedName(sql: string): string | undefined {
  return names.get(sql);
}
