type Values = Record<string, unknown>;

const WHOLE = /^\{\{(\w+)(:text)?\}\}$/;
const PLACES = /\{\{(\w+)(?::text)?\}\}/g;

/**
 * Fills the places of a JSON template: `"{{seed}}"` becomes the value as it is, `"{{width}}x{{height}}"` and
 * `"{{duration:text}}"` a text; `{ "{{aspect_ratio}}": { "16:9": "1280:720" } }` becomes what stands under the value. What has no value is left out, with the key that it stands under, so that the provider's own default applies.
 */
export function fillTemplate(template: Values, values: Values): Values {
  return (filled(template, values) ?? {}) as Values;
}

export function placesIn(template: unknown): Set<string> {
  return new Set([...JSON.stringify(template).matchAll(PLACES)].map(([, name]) => name!));
}

function filled(node: unknown, values: Values): unknown {
  if (typeof node === 'string') return filledText(node, values);
  if (Array.isArray(node))
    return node.map((item) => filled(item, values)).filter((item) => item !== undefined);
  if (typeof node !== 'object' || node === null) return node;
  const choice = choiceIn(node as Values);
  if (choice) return filled(choice.among[textOf(values[choice.by])], values);
  const entries = Object.entries(node).map(([key, value]) => [key, filled(value, values)] as const);
  const kept = entries.filter(([, value]) => value !== undefined);
  return kept.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(kept);
}

/** For providers that say in their own words what ours say in others. */
function choiceIn(node: Values): { by: string; among: Values } | null {
  const [[key, among] = [''], ...others] = Object.entries(node);
  const [, by] = WHOLE.exec(key) ?? [];
  return by === undefined || others.length > 0 ? null : { by, among: among as Values };
}

function filledText(text: string, values: Values): unknown {
  const [, whole, asText] = WHOLE.exec(text) ?? [];
  if (whole !== undefined)
    return asText && values[whole] !== undefined ? textOf(values[whole]) : values[whole];
  const names = [...text.matchAll(PLACES)].map(([, name]) => name!);
  if (names.some((name) => values[name] === undefined)) return undefined;
  return text.replaceAll(PLACES, (_place, name: string) => textOf(values[name]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
