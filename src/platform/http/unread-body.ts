import type { IncomingMessage } from 'node:http';
import { SECOND_MS } from '../clock.js';

const MOST_DISCARDED_BYTES = 64 * 1024 * 1024;
const PATIENCE_MS = 10 * SECOND_MS;

/**
 * Lets a client send to the end what is thrown away, within bounds. The connection closes with the answer, and closing it
 * on bytes that are still under way resets it: the client would see a broken connection and never the refusal.
 */
export function afterUnreadBody(request: IncomingMessage, answer: () => void): void {
  if (request.complete || request.destroyed) return answer();
  let discardedBytes = 0;
  const discard = ({ length }: Buffer): void => {
    discardedBytes += length;
    if (discardedBytes > MOST_DISCARDED_BYTES) finish();
  };
  const finish = (): void => {
    clearTimeout(patience);
    request.off('data', discard).off('end', finish).off('close', finish);
    answer();
  };
  const patience = setTimeout(finish, PATIENCE_MS);
  request.on('data', discard).once('end', finish).once('close', finish).resume();
}
