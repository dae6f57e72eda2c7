import type { FieldError } from '../errors.js';

declare global {
  /** Node 20 has it; the types of ES2023 do not know yet. */
  interface String {
    isWellFormed(): boolean;
  }
}

const MAX_DEPTH = 32;
const MAX_PATH_LENGTH = 200;
const MAX_REPORTED = 20;

/**
 * Finds what PostgreSQL can't store or what is no text at all: NUL characters and halves of surrogate pairs, in values
 * and in keys. Nesting is bounded on the way, so that this walk and all that follow stay shallow.
 */
export function unstorableText(value: unknown, root: string): FieldError[] {
  const found: FieldError[] = [];
  inspect(value, '', 0);
  return found;

  function inspect(inner: unknown, path: string, depth: number): void {
    if (found.length >= MAX_REPORTED) return;
    if (typeof inner === 'string') report(path, complaintAbout(inner));
    else if (typeof inner !== 'object' || inner === null) return;
    else if (depth >= MAX_DEPTH) report(path, `is nested deeper than ${MAX_DEPTH} levels`);
    else if (Array.isArray(inner))
      inner.forEach((item, index) => inspect(item, `${path}[${index}]`, depth + 1));
    else inspectObject(inner, path, depth);
  }

  function inspectObject(inner: object, path: string, depth: number): void {
    for (const [key, child] of Object.entries(inner)) {
      const complaint = complaintAbout(key);
      if (complaint) report(path, `has a key that ${complaint}`);
      else inspect(child, path === '' ? key : `${path}.${key}`, depth + 1);
    }
  }

  function report(path: string, message: string | undefined): void {
    if (message) found.push({ path: path === '' ? root : path.slice(0, MAX_PATH_LENGTH), message });
  }
}

export function complaintAbout(text: string): string | undefined {
  if (text.includes('\0')) return 'contains a NUL character';
  return text.isWellFormed() ? undefined : 'contains half of a surrogate pair';
}
