import type { Entry } from './catalogue-entries.js';
import { MAX_OUTPUTS, type ModelCard, type ModelOffer } from './catalogue.types.js';
import { compileCheck } from './json-schema.js';

type Fields = Record<string, Record<string, unknown> | boolean>;

/** Limits narrow what the model takes. One that is misspelt would hold no order back from a provider that can't make it. */
export function limitFaults({ at, value: card }: Entry<ModelCard>): string[] {
  const { slug, alternatives = [] } = card;
  return alternatives.flatMap((offer) =>
    beyond(card, offer).map((fault) => `${at}: the limits of ${slug} at ${offer.provider} ${fault}`),
  );
}

function beyond({ inputSchema, maxOutputs = MAX_OUTPUTS }: ModelCard, { limits = {} }: ModelOffer): string[] {
  const fields = fieldsOf(inputSchema);
  const tooMany =
    limits.maxOutputs !== undefined && limits.maxOutputs > maxOutputs
      ? [`allow ${limits.maxOutputs} outputs, and the model ${maxOutputs}`]
      : [];
  const wrong = Object.entries(fieldsOf(limits.inputSchema)).flatMap(([name, narrower]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return [`name the field ${name}, which the model does not have`];
    return valuesOf(narrower)
      .filter((value) => !takes(field, value))
      .map((value) => `allow ${JSON.stringify(value)} for ${name}, which the model does not take`);
  });
  return [...tooMany, ...wrong];
}

function fieldsOf(schema: Record<string, unknown> = {}): Fields {
  return (schema.properties ?? {}) as Fields;
}

function valuesOf(field: Fields[string]): unknown[] {
  return typeof field === 'object' && Array.isArray(field.enum) ? field.enum : [];
}

/** A schema that does not compile is told as the model's own fault. */
function takes(field: Fields[string], value: unknown): boolean {
  try {
    const check = compileCheck({ type: 'object', properties: { field } }, 'limits');
    return check({ field: value }).length === 0;
  } catch {
    return true;
  }
}
