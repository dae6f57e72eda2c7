import { prefersOverJson } from './accepts.js';

const STREAM = 'text/event-stream';

test.each([
  ['text/event-stream', true],
  ['TEXT/Event-Stream; charset=utf-8', true],
  ['text/event-stream, application/json', true],
  ['text/event-stream, */*', true],
  ['application/json;q=0.5, text/event-stream', true],
  ['application/json, text/event-stream', false],
  ['text/event-stream;q=0.1, application/json', false],
  ['text/event-stream;q=0', false],
  ['application/json', false],
  ['*/*', false],
  [undefined, false],
])('Accept: %s asks for a stream: %s', (accept, wanted) => {
  expect(prefersOverJson(accept, STREAM)).toBe(wanted);
});
