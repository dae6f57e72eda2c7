import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from './logging.js';
import type { Metrics } from './metrics.js';

const MAX_PATH_LENGTH = 300;
const UNROUTED = 'unrouted';
const PROBES = /^\/(health|metrics)\b/;

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

  record(request: FastifyRequest, reply: FastifyReply): void {
    const { method } = request;
    const route = request.routeOptions.url ?? UNROUTED;
    const status = reply.statusCode;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    this.metrics.requestDuration.observe({ method, route, status }, reply.elapsedTime / 1000);
    const path = pathOf(request.url);
    const fields = { method, route, path, status, ms, requestId: request.id, teamId: teamOf(request) };
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

/** The guard leaves the actor there; the platform knows nothing else of teams. */
function teamOf(request: FastifyRequest): string | undefined {
  return (request as { actor?: { teamId?: string } }).actor?.teamId;
}
