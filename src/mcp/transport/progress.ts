import type { Message } from '../protocol/exchange.types.js';

/** Undefined for a client that did not ask. Progress only ever grows, as the protocol demands. */
export function progressTo(
  progressToken: unknown,
  notify: Message['notify'],
): ((fraction: number, message: string) => Promise<void>) | undefined {
  if (typeof progressToken !== 'string' && typeof progressToken !== 'number') return undefined;
  let told = -1;
  return async (progress, message) => {
    if (progress <= told) return;
    told = progress;
    await notify({
      method: 'notifications/progress',
      params: { progressToken, progress, total: 1, message },
    });
  };
}
