import { setTimeout as pause } from 'node:timers/promises';

/** One red pixel, and a moment of silence. */
export const PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const SOUND = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==';
const BETWEEN_NEWS_MS = 50;

export const text = (words) => ({ type: 'text', text: words });
export const said = (words) => ({ content: [text(words)] });
const image = { type: 'image', data: PICTURE, mimeType: 'image/png' };
const user = (content) => ({ role: 'user', content });
const answers = (result) => ({ answer: () => result });

/** Wants a client that keeps a session; to refuse at once is what serving without sessions can do. */
const needsSession = {
  only: '2025',
  answer: () => ({ ...said('This server keeps no sessions and asks clients nothing.'), isError: true }),
};

export const plainTools = {
  test_simple_text: answers(said('This is a simple text response for testing.')),
  test_image_content: answers({ content: [image] }),
  test_audio_content: answers({ content: [{ type: 'audio', data: SOUND, mimeType: 'audio/wav' }] }),
  test_embedded_resource: answers({
    content: [embedded('test://embedded-resource', 'This is an embedded resource content.')],
  }),
  test_multiple_content_types: answers({
    content: [
      text('Multiple content types test:'),
      image,
      embedded('test://mixed-content-resource', '{"test":"data","value":123}', 'application/json'),
    ],
  }),
  test_error_handling: answers({
    ...said('This tool intentionally returns an error for testing'),
    isError: true,
  }),
  test_tool_with_logging: { answer: withLogging },
  test_tool_with_progress: { answer: withProgress },
  test_logging_tool: { answer: () => said('Nothing was asked to be logged.') },
  test_sampling: needsSession,
  test_elicitation: needsSession,
  test_elicitation_sep1034_defaults: needsSession,
  test_elicitation_sep1330_enums: needsSession,
  greet: {
    shows: { inputSchema: { type: 'object', properties: { name: { type: 'string' } } } },
    answer: ({ params }) => said(`Hello, ${params.arguments.name}!`),
  },
  json_schema_2020_12_tool: {
    shows: { inputSchema: schemaOf2020() },
    ...answers(said('ok')),
  },
};

export const plainPrompts = {
  test_simple_prompt: answers({ messages: [user(text('This is a simple prompt for testing.'))] }),
  test_prompt_with_arguments: {
    shows: { arguments: ['arg1', 'arg2'].map((name) => ({ name, description: name, required: true })) },
    answer: ({ params: { arguments: given } }) => ({
      messages: [user(text(`Prompt with arguments: arg1='${given.arg1}', arg2='${given.arg2}'`))],
    }),
  },
  test_prompt_with_embedded_resource: {
    shows: { arguments: [{ name: 'resourceUri', description: 'What to embed.', required: true }] },
    answer: ({ params }) => ({
      messages: [
        user(embedded(params.arguments.resourceUri, 'Embedded resource content for testing.')),
        user(text('Please process the embedded resource above.')),
      ],
    }),
  },
  test_prompt_with_image: answers({
    messages: [user(image), user(text('Please analyze the image above.'))],
  }),
};

function embedded(uri, words, mimeType = 'text/plain') {
  return { type: 'resource', resource: { uri, mimeType, text: words } };
}

async function withLogging({ notify }) {
  for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
    await notify({ method: 'notifications/message', params: { level: 'info', data } });
    await pause(BETWEEN_NEWS_MS);
  }
  return said('Logged.');
}

async function withProgress({ progress }) {
  for (const fraction of [0, 0.5, 1]) {
    await progress?.(fraction, `${fraction * 100} % done`);
    await pause(BETWEEN_NEWS_MS);
  }
  return said('Progressed.');
}

function schemaOf2020() {
  const text = { type: 'string' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: text, city: text } } },
    properties: {
      name: text,
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: text,
      email: text,
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  };
}
