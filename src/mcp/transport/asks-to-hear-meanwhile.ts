interface Asking {
  method?: unknown;
  params?: { _meta?: { progressToken?: unknown } | null } | null;
}

/** Whether the answer must be a stream: the client wants progress, or the call may last longer than proxies keep a silent line. */
export function asksToHearMeanwhile(body: unknown): boolean {
  const messages = (Array.isArray(body) ? body : [body]) as (Asking | null | undefined)[];
  return messages.some((message) => message?.method === 'tasks/result' || wantsProgress(message?.params));
}

function wantsProgress(params: Asking['params']): boolean {
  const { _meta: meta } = params ?? {};
  return meta?.progressToken !== undefined;
}
