import type { Readable } from 'node:stream';

/**
 * The lines of a text, however it is cut into pieces. Not by node:readline, which also breaks lines at U+2028 and
 * U+2029: JSON leaves these as they are, and a message would come in two halves.
 */
export async function* linesOf(input: Readable): AsyncGenerator<string> {
  let unfinished = '';
  for await (const piece of input.setEncoding('utf8') as AsyncIterable<string>) {
    const [first = '', ...others] = piece.split('\n');
    unfinished += first;
    for (const next of others) {
      yield withoutReturn(unfinished);
      unfinished = next;
    }
  }
  if (unfinished !== '') yield withoutReturn(unfinished);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
