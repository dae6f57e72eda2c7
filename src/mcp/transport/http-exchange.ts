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

/** Fires when the answer is over, or nobody waits for it any more. */
export function whenOver({ raw }: FastifyReply): AbortSignal {
  const over = new AbortController();
  raw.once('close', () => over.abort());
  return over.signal;
}

export function untilAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
