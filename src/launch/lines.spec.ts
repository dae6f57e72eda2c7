import { Readable } from 'node:stream';
import { linesOf } from './lines.js';
import { answersIn } from './stdio/answers.js';
import { messagesOf } from './stdio/message-lines.js';

/** A line break to JavaScript, and to JSON a character like any other. */
const SEPARATED = 'one\u2028line\u2029still';

async function all<T>(given: AsyncIterable<T>): Promise<T[]> {
  const found = [];
  for await (const each of given) found.push(each);
  return found;
}

describe('lines', () => {
  it('end at line feeds and nowhere else, with or without a return', async () => {
    const text = `${SEPARATED}\r\n\na\rb\nlast`;
    expect(await all(linesOf(Readable.from([text])))).toEqual([SEPARATED, '', 'a\rb', 'last']);
  });

  it('are the same however the bytes are cut', async () => {
    const bytes = Buffer.from(`é😀\n${SEPARATED}\r\n\n`);
    const single = Array.from(bytes, (byte) => Buffer.from([byte]));
    expect(await all(linesOf(Readable.from(single, { objectMode: false })))).toEqual(['é😀', SEPARATED, '']);
  });

  it('of a client hold whole messages, whatever they say', async () => {
    const message = { id: 1, method: SEPARATED };
    const input = Readable.from([`${JSON.stringify(message)}\n`]);
    const complain = (): never => {
      throw new Error('This was a message.');
    };
    expect(await all(messagesOf(input, complain))).toEqual([message]);
  });

  it('of a stream of answers hold whole answers, whatever they say', async () => {
    const answer = JSON.stringify({ result: SEPARATED });
    const headers = { 'content-type': 'text/event-stream' };
    const response = new Response(`event: message\ndata: ${answer}\n\n`, { headers });
    expect(await all(answersIn(response))).toEqual([answer]);
  });
});
