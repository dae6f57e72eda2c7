import { createHmac, randomBytes } from 'node:crypto';
import { said, text } from './plain-fixtures.mjs';

const INVALID_PARAMS = -32602;
const MISSING_CAPABILITY = -32021;
const KEY = randomBytes(32);

const asksFor = (message, field, type = 'string') => ({
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message,
    requestedSchema: { type: 'object', properties: { [field]: { type } }, required: [field] },
  },
});
const samples = (words, maxTokens) => ({
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: text(words) }], maxTokens },
});

const NAME = { user_name: asksFor('What is your name?', 'name') };
const CAPITAL = { capital_question: samples('What is the capital of France?', 100) };
const ROOTS = { client_roots: { method: 'roots/list', params: {} } };
const CONFIRM = { confirm: asksFor('Please confirm', 'ok', 'boolean') };
const GREETING = { greeting: samples('Generate a greeting', 50) };

/** Tools of 2026 that ask the client by answering with a question. */
export function inputTools({ ProtocolProblem }) {
  const sealed = (answer) => (message) => {
    const { state } = message.input;
    if (state !== undefined && state !== seal(state.split('.')[0]))
      throw new ProtocolProblem(INVALID_PARAMS, 'requestState was not made by this server');
    return answer(message, state?.split('.')[0]);
  };
  const ask = (answer) => ({ only: '2026', answer });
  return {
    test_input_required_result_elicitation: ask(
      once(NAME, ({ user_name: { content } }) => said(`Hello, ${content.name}!`)),
    ),
    test_input_required_result_sampling: ask(
      once(CAPITAL, ({ capital_question: { content } }) => said(content.text ?? JSON.stringify(content))),
    ),
    test_input_required_result_list_roots: ask(
      once(ROOTS, ({ client_roots: { roots } }) => said(roots.map(({ uri }) => uri).join(' '))),
    ),
    test_input_required_result_request_state: ask(
      sealed(once(CONFIRM, (_given, state) => said(state === 'one' ? 'state-ok' : 'no state'), 'one')),
    ),
    test_input_required_result_tampered_state: ask(sealed(once(CONFIRM, () => said('state-ok'), 'one'))),
    test_input_required_result_multiple_inputs: ask(
      sealed(once({ ...NAME, ...GREETING, ...ROOTS }, () => said('All answered.'), 'one')),
    ),
    test_input_required_result_multi_round: ask(sealed(inRounds)),
    test_input_required_result_capabilities: ask(({ input }) => {
      const possible = { elicitation: NAME, sampling: CAPITAL, roots: ROOTS };
      const known = Object.keys(possible).filter((capability) => input.capabilities[capability]);
      return question(Object.assign({}, ...known.map((capability) => possible[capability])));
    }),
    test_missing_capability: ask(({ input }) => {
      if (input.capabilities.sampling) return said('Sampling is declared.');
      throw missing(ProtocolProblem, { sampling: {} });
    }),
    test_streaming_elicitation: ask(once(NAME, () => said('Thank you.'))),
  };
}

export const inputPrompts = {
  test_input_required_result_prompt: {
    only: '2026',
    answer: once(
      { user_context: asksFor('What context should the prompt use?', 'context') },
      ({ user_context: { content } }) => ({ messages: [{ role: 'user', content: text(content.context) }] }),
    ),
  },
};

export function missing(ProtocolProblem, requiredCapabilities) {
  const message = `Missing required client capabilities: ${Object.keys(requiredCapabilities).join(', ')}`;
  return new ProtocolProblem(MISSING_CAPABILITY, message, { requiredCapabilities });
}

/** Asks until all is answered in the form in which it was asked. */
export function once(requests, answer, state) {
  return ({ input }, given) => {
    const responses = input.responses ?? {};
    const isAnswered = Object.keys(requests).every((key) => isResponse(requests[key], responses[key]));
    return isAnswered ? answer(responses, given) : question(requests, state);
  };
}

function inRounds({ input: { responses = {} } }, state) {
  if (state === 'two' && responses.step2) return said('Both steps are done.');
  if (state === 'one' && responses.step1)
    return question({ step2: asksFor('Step 2: What is your favorite color?', 'color') }, 'two');
  return question({ step1: asksFor('Step 1: What is your name?', 'name') }, 'one');
}

function question(inputRequests, state) {
  return {
    resultType: 'input_required',
    inputRequests,
    ...(state !== undefined && { requestState: seal(state) }),
  };
}

function isResponse({ method }, response) {
  if (method === 'elicitation/create') return typeof response?.content === 'object';
  return method === 'roots/list' ? Array.isArray(response?.roots) : response?.content !== undefined;
}

function seal(state) {
  return `${state}.${createHmac('sha256', KEY).update(state).digest('hex')}`;
}
