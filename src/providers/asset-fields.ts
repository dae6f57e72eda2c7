import type { AssetField } from './catalogue.types.js';

type Schema = Record<string, unknown>;

/** All that an input, valid against the schema, says in fields of format `asset`. */
export function assetFields(schema: Schema, input: Record<string, unknown>): AssetField[] {
  const found: AssetField[] = [];
  visit(schema, input, '', (field) => {
    found.push(field);
    return field.value;
  });
  return found;
}

/** Whether no input is valid against the schema without naming a file in one of its own fields. */
export function requiresAsset({ required, properties }: Schema): boolean {
  const fields = asSchema(properties);
  const names = Array.isArray(required) ? (required as string[]) : [];
  return names.some((name) => asSchema(fields[name])['format'] === 'asset');
}

/** The same input with each of those values replaced. */
export function withAssetFields(
  schema: Schema,
  input: Record<string, unknown>,
  replace: (value: string) => string,
): Record<string, unknown> {
  return visit(schema, input, '', ({ value }) => replace(value)) as Record<string, unknown>;
}

type Visitor = (field: AssetField) => string;

function visit(schema: Schema, value: unknown, path: string, visitor: Visitor): unknown {
  if (typeof value === 'string') {
    const { format, contentMediaType: mediaType } = schema as Schema & { contentMediaType?: string };
    return format === 'asset' ? visitor({ path, value, ...(mediaType && { mediaType }) }) : value;
  }
  if (Array.isArray(value))
    return value.map((item, index) => visit(asSchema(schema.items), item, `${path}[${index}]`, visitor));
  if (typeof value !== 'object' || value === null) return value;
  const properties = asSchema(schema.properties);
  const entries = Object.entries(value).map(([name, inner]) => [
    name,
    visit(asSchema(properties[name]), inner, path === '' ? name : `${path}.${name}`, visitor),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function asSchema(schema: unknown): Schema {
  return typeof schema === 'object' && schema !== null ? (schema as Schema) : {};
}
