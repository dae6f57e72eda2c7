type Json = Record<string, unknown>;

/** What callers and models name themselves below these fields is theirs and never renamed. */
const OPAQUE_FIELDS = new Set(['input', 'metadata', 'inputSchema', 'input_schema']);

export function toSnakeName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function toCamelName(name: string): string {
  return name.replace(/(?<=[a-z0-9])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** An answer of a service in the names of MCP. */
export function toSnakeCase(value: unknown): unknown {
  return renamed(value, toSnakeName);
}

/** The arguments of a tool in the names of the input classes. */
export function toCamelCase(value: unknown): unknown {
  return renamed(value, toCamelName);
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const result: Json = {};
  for (const [name, inner] of Object.entries(value)) {
    // Defined and not assigned, so that a field named __proto__ stays a field.
    Object.defineProperty(result, rename(name), {
      value: OPAQUE_FIELDS.has(name) ? inner : renamed(inner, rename),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return result;
}

/** `jobs[3].maxCredits` in the names of MCP; what lies below an opaque field keeps its own. */
export function toSnakePath(path: string): string {
  const parts = path.split('.');
  const opaque = parts.findIndex((part) => OPAQUE_FIELDS.has(part.replace(/\[.*$/, '')));
  const ours = opaque === -1 ? parts.length : opaque + 1;
  return parts.map((part, index) => (index < ours ? toSnakeName(part) : part)).join('.');
}

/** Two spellings of one field are an ambiguity, not a choice. */
export function namesGivenTwice(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const seen = new Set<string>();
  return Object.keys(value).filter((name) => {
    const camel = toCamelName(name);
    if (seen.has(camel)) return true;
    seen.add(camel);
    return false;
  });
}
