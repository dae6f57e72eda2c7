import { inputPrompts, inputTools } from './input-fixtures.mjs';
import { PICTURE, plainPrompts, plainTools } from './plain-fixtures.mjs';
import { jobTools, memoryTasks } from './job-fixtures.mjs';

const RESOURCES = {
  'test://static-text': {
    mimeType: 'text/plain',
    text: 'This is the content of the static text resource.',
  },
  'test://static-binary': { mimeType: 'image/png', blob: PICTURE },
  'test://watched-resource': { mimeType: 'text/plain', text: 'Watched.' },
};
const TEMPLATE = /^test:\/\/template\/([^/]+)\/data$/;

/** Everything that the scenarios of both suites look for by name. */
export function fixtures(engine) {
  const memory = memoryTasks(engine);
  const tools = { ...plainTools, ...inputTools(engine), ...jobTools(engine, memory) };
  const prompts = { ...plainPrompts, ...inputPrompts };
  const isOffered = ({ only }, generation) => only === undefined || only === generation;
  const shown = (table) => (generation) =>
    Object.entries(table)
      .filter(([, item]) => isOffered(item, generation))
      .map(([name, { shows }]) => ({ name, description: 'For the conformance suites.', ...shows }));
  return {
    tools: (generation) =>
      shown(tools)(generation).map((tool) => ({ inputSchema: { type: 'object' }, ...tool })),
    prompts: shown(prompts),
    resources: () => Object.keys(RESOURCES).map((uri) => ({ uri, name: uri })),
    resourceTemplates: () => [{ uriTemplate: 'test://template/{id}/data', name: 'template' }],
    methods: {
      ...memory.methods,
      'logging/setLevel': () => ({}),
      'resources/subscribe': () => ({}),
      'resources/unsubscribe': () => ({}),
    },
    find(method, name) {
      const table = { 'tools/call': tools, 'prompts/get': prompts }[method];
      if (table) return Object.hasOwn(table, name) ? table[name].answer : undefined;
      const content = method === 'resources/read' && contentOf(String(name));
      return content ? () => ({ contents: [{ uri: name, ...content }] }) : undefined;
    },
  };
}

function contentOf(uri) {
  const [, id] = TEMPLATE.exec(uri) ?? [];
  if (id === undefined) return RESOURCES[uri];
  return {
    mimeType: 'application/json',
    text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  };
}
