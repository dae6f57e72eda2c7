import type { FieldError } from '../errors.js';
import { pathTo, UNKNOWN_FIELD } from './field-errors.js';

const MAX_REPORTED = 20;

/**
 * Fields that were sent, are named like something that every object has, such as `constructor` and `toString`, and were
 * not kept: class-transformer drops them before anybody could call them unknown.
 */
export function inheritedNames(sent: unknown, kept: unknown): FieldError[] {
  const found: FieldError[] = [];
  compare(sent, kept, '');
  return found;

  function compare(from: unknown, to: unknown, path: string): void {
    if (typeof from !== 'object' || from === null || from === to || found.length >= MAX_REPORTED) return;
    for (const [name, value] of Object.entries(from)) {
      const isKept = typeof to === 'object' && to !== null && Object.hasOwn(to, name);
      const at = pathTo(path, name);
      if (name in Object.prototype && !isKept) found.push({ path: at, message: UNKNOWN_FIELD });
      else compare(value, isKept ? (to as Record<string, unknown>)[name] : undefined, at);
    }
  }
}
