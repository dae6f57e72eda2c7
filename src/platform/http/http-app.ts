import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MINUTE_MS } from '../clock.js';
import type { EngineConfig } from '../config/config.types.js';
import { Draining } from '../draining.js';
import { createLogger } from '../observability/logging.js';
import { Metrics } from '../observability/metrics.js';
import { NestLogger } from '../observability/nest-logger.js';
import { RequestLog } from '../observability/request-log.js';
import { DrainingAdapter } from './draining-adapter.js';
import { ErrorEnvelopeFilter } from './error-envelope.filter.js';
import { parseJsonBodies } from './json-body.parser.js';
import { parseForms } from './multipart-body.parser.js';
import { serveOpenApi } from './openapi.js';
import { PublicUrl } from './public-url.js';
import { addRequestHooks } from './request-hooks.js';
import { requestIdOf } from './request-id.js';
import { RequestValidationPipe } from './request-validation.pipe.js';
import { RouteTable } from './route-table.js';
import { ShortWays } from './short-ways.js';
import { refuseBrokenHttp, refuseUnreadableAddress } from './router-errors.js';

const EXPOSED_HEADERS = [
  'X-Request-Id',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotency-Replayed',
];
const CORS_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PREFLIGHT_CACHE_SECONDS = 600;

type HttpConfig = Pick<
  EngineConfig,
  'role' | 'log' | 'limits' | 'trustProxy' | 'corsOrigins' | 'shutdownGraceMs'
>;

/** The Nest application with everything that all routes share. Whoever calls this listens, and closes. */
export async function createHttpApp(
  module: DynamicModule | Type,
  config: HttpConfig,
): Promise<NestFastifyApplication> {
  const logger = createLogger(config.log);
  const routes = new RouteTable();
  // The router and the socket may refuse requests before the application, which knows its own address, exists.
  const baseUrl = () => app.get(PublicUrl, { strict: false }).base;
  const adapter = createAdapter(config, baseUrl);
  adapter.getInstance().addHook('onRoute', ({ url, method }) => routes.add(url, method));
  if (config.corsOrigins.length > 0) adapter.enableCors(corsFor(config.corsOrigins));

  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    // Failing to start is told by the caller, in words for the operator.
    abortOnError: false,
    bodyParser: false,
    // A rolling restart resets no connection and refuses no request that still arrives.
    forceCloseConnections: false,
    return503OnClosing: false,
  });
  const draining = app.get(Draining, { strict: false });
  const requestLog = new RequestLog(logger, app.get(Metrics, { strict: false }));
  addRequestHooks(adapter, { routes, role: config.role, draining, requestLog });
  // A process that only works answers probes.
  if (config.role !== 'worker')
    app.get(ShortWays, { strict: false }).openOn(adapter.getInstance().server, { draining, requestLog });
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ErrorEnvelopeFilter(logger, app.get(PublicUrl, { strict: false })));
  serveOpenApi(app);
  return app;
}

function createAdapter(
  { limits, trustProxy, shutdownGraceMs }: HttpConfig,
  baseUrl: () => string,
): FastifyAdapter {
  const adapter = new DrainingAdapter({
    bodyLimit: limits.bodyLimitBytes,
    trustProxy: trustFor(trustProxy),
    genReqId: requestIdOf,
    // Slow senders are cut off, yet a big upload over a slow line gets through.
    requestTimeout: 5 * MINUTE_MS,
    forceCloseConnections: false,
    return503OnClosing: false,
    frameworkErrors: (_error: Error, request: FastifyRequest, reply: FastifyReply) =>
      refuseUnreadableAddress(request, reply, baseUrl()),
    clientErrorHandler: (error: NodeJS.ErrnoException, socket: Socket) =>
      refuseBrokenHttp(error, socket, baseUrl()),
  });
  adapter.drainWithin(shutdownGraceMs);
  parseJsonBodies(adapter.getInstance());
  parseForms(adapter.getInstance());
  return adapter;
}

/** Fastify itself takes a number for "trust nobody"; an operator who counts proxies means so many hops. */
function trustFor(trustProxy: EngineConfig['trustProxy']) {
  return typeof trustProxy === 'number' ? (_address: string, hop: number) => hop < trustProxy : trustProxy;
}

function corsFor(origins: string[]) {
  return {
    origin: origins.includes('*') ? '*' : origins,
    methods: CORS_METHODS,
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: PREFLIGHT_CACHE_SECONDS,
  };
}
