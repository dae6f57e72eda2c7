import { getMetadataStorage } from 'class-validator';

const known = new Map<unknown, string>();

/** The fields of an input class, for whoever sent one that it does not have. */
export function knownFieldsOf(input: object): string {
  const { constructor } = input;
  const remembered = known.get(constructor);
  if (remembered !== undefined) return remembered;
  const rules = getMetadataStorage().getTargetValidationMetadatas(constructor, '', false, false);
  const fields = [...new Set(rules.map(({ propertyName }) => propertyName))].join(', ');
  known.set(constructor, fields);
  return fields;
}
