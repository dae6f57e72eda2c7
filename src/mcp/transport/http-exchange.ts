import type { FastifyReply, FastifyRequest } from 'fastify';

/** Belong to one connection, or to a body that was read already. */
const NOT_PASSED_ON = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'expect']);

/** The request as both SDKs take it; its body was parsed and goes beside it. */
export function toWebRequest({ method, headers, url }: FastifyRequest, gone: AbortSignal): Request {
  const passedOn = Object.entries(headers).filter(
    (header): header is [string, string] => typeof header[1] === 'string' && !NOT_PASSED_ON.has(header[0]),
  );
  return new Request(new URL(url, 'http://engine.invalid'), { method, headers: passedOn, signal: gone });
}

/** Made once: the stack of an own one for each request costs more than the rest of the signal. */
const OVER = new DOMException('The answer is over.', 'AbortError');

/** Fires when the answer is over, or nobody waits for it any more. */
export function whenOver({ raw }: FastifyReply): AbortSignal {
  const over = new AbortController();
  raw.once('close', () => over.abort(OVER));
  return over.signal;
}

/** Fires when nobody waits for the answer any more. */
export function whenGone({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort(OVER);
  });
  return gone.signal;
}

export function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
