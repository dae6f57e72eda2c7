import type { ExternalRef } from '../provider.types.js';

export interface FalAddresses {
  queue: string;
  /** Prices. */
  api: string;
  /** The keys that callbacks are signed with. */
  rest: string;
}

export function falAddresses(baseUrl: string | null): FalAddresses {
  if (baseUrl !== null) return { queue: baseUrl, api: baseUrl, rest: baseUrl };
  return { queue: 'https://queue.fal.run', api: 'https://api.fal.ai', rest: 'https://rest.fal.ai' };
}

/** As fal told it where it did: the key must not travel to another host, wherever an answer points. */
export function toldOrBuilt(
  told: { status_url?: string; response_url?: string; cancel_url?: string },
  built: Required<NonNullable<ExternalRef['urls']>>,
): Required<NonNullable<ExternalRef['urls']>> {
  const { origin } = new URL(built.status);
  const trusted = (url: string | undefined, own: string) =>
    url !== undefined && URL.canParse(url) && new URL(url).origin === origin ? url : own;
  return {
    status: trusted(told.status_url, built.status),
    result: trusted(told.response_url, built.result),
    cancel: trusted(told.cancel_url, built.cancel),
  };
}

/** Requests live under the app's owner and name; a path behind them chooses a function and is not part of it. */
export function requestUrls(queue: string, endpoint: string, requestId: string) {
  const parts = endpoint.split('/');
  const app = parts.slice(0, NAMESPACES.has(parts[0]!) ? 3 : 2).join('/');
  const request = `${queue}/${app}/requests/${encodeURIComponent(requestId)}`;
  return { status: `${request}/status`, result: request, cancel: `${request}/cancel` };
}

const NAMESPACES = new Set(['workflows', 'comfy']);
