import { hash } from 'node:crypto';

/** Tells whether two requests ask for the same thing, however their keys are ordered. */
export function fingerprint(method: string, route: string, body: unknown): Buffer {
  return hash('sha256', `${method} ${route}\n${canonicalJson(body)}`, 'buffer');
}

function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => (isPlainObject(inner) ? sorted(inner) : inner)) ?? ''
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  // Without a prototype, so that a key named __proto__ stays a key. Number-like keys sort themselves, always alike.
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(object).toSorted()) result[key] = object[key];
  return result;
}
