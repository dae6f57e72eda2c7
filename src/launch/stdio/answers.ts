import { Readable } from 'node:stream';
import { linesOf } from '../lines.js';

/** The messages of an answer as they come, each as text on one line: one of JSON, or any number as a stream. */
export async function* answersIn(response: Response): AsyncGenerator<string> {
  if (response.status === 202 || response.body === null) return;
  if (!(response.headers.get('content-type') ?? '').startsWith('text/event-stream')) {
    yield await response.text();
    return;
  }
  let event = '';
  for await (const line of linesOf(Readable.fromWeb(response.body))) {
    if (line.startsWith('data:')) event += line.slice('data:'.length).trimStart();
    if (line === '' && event !== '') {
      yield event;
      event = '';
    }
  }
}
