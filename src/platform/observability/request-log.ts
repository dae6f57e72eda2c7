import type { Logger } from './logging.js';
import type { Metrics } from './metrics.js';

const MAX_PATH_LENGTH = 300;
const UNROUTED = 'unrouted';
const PROBES = /^\/(health|metrics)\b/;

export interface ServedRequest {
  method: string;
  /** Its template; none when there is no such route. */
  route: string | undefined;
  url: string;
  status: number;
  elapsedMs: number;
  requestId: string;
  teamId: string | undefined;
}

/** One line and one measurement a request. Routes are named by their template; a query is never written down. */
export class RequestLog {
  private readonly logger: Logger;

  constructor(
    logger: Logger,
    private readonly metrics: Metrics,
  ) {
    // Of the fields written here none is called like a secret, so none is searched; the last gate still sees the line.
    this.logger = logger.child({}, { formatters: { log: (fields) => fields } });
  }

  record({ method, route = UNROUTED, url, status, elapsedMs, requestId, teamId }: ServedRequest): void {
    this.metrics.requestDuration.observe({ method, route, status }, elapsedMs / 1000);
    const ms = Math.round(elapsedMs * 10) / 10;
    const fields = { method, route, path: pathOf(url), status, ms, requestId, teamId };
    this.logger[levelOf(route, status)](fields, 'request');
  }
}

function levelOf(route: string, status: number): 'debug' | 'info' | 'warn' {
  if (status >= 500) return 'warn';
  return PROBES.test(route) ? 'debug' : 'info';
}

function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  return url.slice(0, Math.min(end === -1 ? url.length : end, MAX_PATH_LENGTH));
}
