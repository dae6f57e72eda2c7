interface Schema {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
}

export interface ShownTool {
  name: string;
  title: string;
  description: string;
  inputSchema: Schema;
  outputSchema: Schema;
  annotations: { readOnlyHint?: boolean };
}

/** The text of docs/tools.md, from `tools/list` of each toolset. */
export function toolsPage(toolsets: Map<string, string[]>, tools: ShownTool[]): string {
  const rows = [...toolsets].map(
    ([toolset, names]) => `| \`${toolset}\` | ${names.map(linkTo).join(', ')} |`,
  );
  return [
    '# Tool reference',
    '',
    'Every tool that an agent can call, as `tools/list` describes it. Names in bold must be given. A refused call answers',
    'with `isError` and the envelope of [errors.md](errors.md) in `error`.',
    '',
    '| toolset | tools |',
    '| --- | --- |',
    ...rows,
    '',
    ...tools.flatMap(sectionOf),
    '---',
    '',
    'This page is made from the registry of tools: `UPDATE_DOCS=1 npm test -- test/docs.test.ts`.',
    '',
  ].join('\n');
}

function linkTo(name: string): string {
  return `[\`${name}\`](#${name})`;
}

function sectionOf({
  name,
  title,
  description,
  inputSchema,
  outputSchema,
  annotations,
}: ShownTool): string[] {
  const effect = annotations.readOnlyHint ? 'reads only' : 'changes something';
  const inputs = linesOf(inputSchema);
  return [
    `## ${name}`,
    '',
    `${title} (${effect}). ${description}`,
    '',
    ...(inputs.length > 0 ? ['Takes', '', ...inputs, ''] : ['Takes nothing.', '']),
    'Answers',
    '',
    ...linesOf(outputSchema).filter((line) => !line.startsWith('- `error`')),
    '',
  ];
}

function linesOf({ properties = {}, required = [], anyOf = [] }: Schema): string[] {
  const always = new Set([...required, ...(anyOf[0]?.required ?? [])]);
  return Object.entries(properties).map(([name, schema]) => {
    const shown = always.has(name) ? `**\`${name}\`**` : `\`${name}\``;
    return `- ${shown} ${typeOf(schema)}${schema.description ? `: ${schema.description}` : ''}`;
  });
}

function typeOf(schema: Schema): string {
  const { enum: values, items, properties, anyOf, minimum, maximum } = schema;
  if (values) return values.map((value) => `\`${String(value)}\``).join(' ');
  if (items) return `list of ${typeOf(items)}`;
  if (properties) return `object (${Object.keys(properties).join(', ')})`;
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  const type = [schema.type ?? 'any'].flat().join(' or ');
  const range = [minimum, maximum].some((bound) => bound !== undefined)
    ? ` ${minimum ?? ''}–${maximum ?? ''}`
    : '';
  return `${type}${range}`;
}
