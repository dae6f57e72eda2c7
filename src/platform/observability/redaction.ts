/** Compared in lower case, without dashes and underscores. */
const SECRET_KEYS = new Set([
  'accesstoken',
  'admintoken',
  'apikey',
  'authorization',
  'cookie',
  'password',
  'prompt',
  'proxyauthorization',
  'secret',
  'secretkey',
  'secretkeys',
  'setcookie',
  'sig',
  'signature',
  'token',
]);

const REDACTED = '[redacted]';
const MAX_DEPTH = 8;

/** A copy in which the values of secret-sounding keys are blanked out, at any depth. Errors have their own serializer. */
export function redactSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0);
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    copy[key] = isSecretKey(key) ? REDACTED : redactValue(value, depth + 1);
  }
  return copy;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error || value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (depth > MAX_DEPTH) return '[deeper]';
  return Array.isArray(value)
    ? value.map((item) => redactValue(item, depth + 1))
    : redactObject(value, depth);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEYS.has(key.toLowerCase().replaceAll(/[-_]/g, ''));
}

const SECRET_SHAPES: [RegExp, string][] = [
  [/\bmme_\w+/g, `mme_${REDACTED}`],
  [/\bwhsec_[\w+/=-]+/g, `whsec_${REDACTED}`],
  [/\bbearer\s+[^\s"'\\,]+/gi, `Bearer ${REDACTED}`],
  [/([?&]sig=)[^&\s"'\\]+/g, `$1${REDACTED}`],
  [/(:\/\/[^\s:/@"\\]*:)[^\s/@"\\]+@/g, `$1${REDACTED}@`],
];

/** What every shape above has in it; nearly all lines have none of it. */
const SUSPICIOUS = /mme_|whsec_|bearer|[?&]sig=|:\/\//i;

/** The last gate, on the finished line: whatever looks like one of our secrets goes, in whichever field it came. */
export function scrubSecrets(line: string): string {
  if (!SUSPICIOUS.test(line)) return line;
  return SECRET_SHAPES.reduce((text, [shape, substitute]) => text.replace(shape, substitute), line);
}
