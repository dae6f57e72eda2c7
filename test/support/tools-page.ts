export interface Schema {
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
  annotations: { readOnlyHint?: boolean };
}

/** The text of docs/tools.md, from `tools/list` of each toolset and from all that is said of what tools answer. */
export function toolsPage(
  toolsets: Map<string, string[]>,
  tools: ShownTool[],
  answers: Record<string, Schema>,
): string {
  const rows = [...toolsets].map(
    ([toolset, names]) => `| \`${toolset}\` | ${names.map(linkTo).join(', ')} |`,
  );
  return [
    '# Tool reference',
    '',
    'Every tool that an agent can call, as `tools/list` describes it, and the exact shape of what it answers. Names in bold must be',
    'given, and are in every answer. A refused call answers with `isError` and the envelope of [errors.md](errors.md) in `error`.',
    '',
    'An entry of `outputs` is a file:',
    '`{ asset_id, url, mime_type, bytes, width?, height?, duration_seconds?, thumbnail_url, sha256, expires_at }`.',
    '',
    '| toolset | tools |',
    '| --- | --- |',
    ...rows,
    '',
    ...tools.flatMap((tool) => sectionOf(tool, answers[tool.name]!)),
    '---',
    '',
    'This page is made from the registry of tools: `UPDATE_DOCS=1 npm test -- test/docs.test.ts`.',
    '',
  ].join('\n');
}

function linkTo(name: string): string {
  return `[\`${name}\`](#${name})`;
}

function sectionOf(
  { name, title, description, inputSchema, annotations }: ShownTool,
  answer: Schema,
): string[] {
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
    ...linesOf(answer, true),
    '',
    ...(endsAsTask(answer)
      ? ['`done`, `output` and `error` are what it ends with as a native task.', '']
      : []),
  ];
}

/** A tool that starts a job answers at once, and its task with what the job ended with. */
function endsAsTask({ properties = {} }: Schema): boolean {
  return 'done' in properties && 'message' in properties;
}

/** What stands deeper is named in a line, or has lines of its own. */
function linesOf({ properties = {}, required = [], anyOf = [] }: Schema, deep = false): string[] {
  const always = new Set([...required, ...(anyOf[0]?.required ?? [])]);
  return Object.entries(properties).flatMap(([name, schema]) => {
    const shown = always.has(name) ? `**\`${name}\`**` : `\`${name}\``;
    const says = schema.description ? `: ${schema.description}` : '';
    const inner = schema.items?.properties ? schema.items : schema;
    if (!deep || !inner.properties) return [`- ${shown} ${typeOf(schema)}${says}`];
    const kind = inner === schema ? [schema.type].flat().join(' or ') : 'list of object';
    return [`- ${shown} ${kind}${says}`, ...linesOf(inner, deep).map((line) => `  ${line}`)];
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
