import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Draining } from '../draining.js';
import type { RequestLog } from '../observability/request-log.js';
import { requestIdOf } from './request-id.js';
import { SAFE_ANSWER } from './safe-answer.js';

/** What is known without waiting: a 200 in JSON. */
export interface ShortAnswer {
  /** Names it in the log, as the router would. */
  route: string;
  teamId: string;
  headers: Record<string, string>;
  json: string;
}

/** Null, and nothing was counted: the request takes the usual way. */
export type ShortWay = (request: IncomingMessage) => ShortAnswer | null;

interface WayParts {
  draining: Draining;
  requestLog: RequestLog;
}

/**
 * Past router, hooks, guards and pipes, which cost more than all else of an answer that is in memory. Only for plain
 * reads; whatever else there is to a request, the usual way knows it.
 */
@Injectable()
export class ShortWays {
  private readonly ways: ShortWay[] = [];

  add(way: ShortWay): void {
    this.ways.push(way);
  }

  openOn(server: Server, parts: WayParts): void {
    const usual = server.listeners('request') as Array<
      (request: IncomingMessage, response: ServerResponse) => void
    >;
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const beganAt = performance.now();
      const answer = isPlainRead(request) && !parts.draining.isDraining ? this.answerTo(request) : null;
      if (answer) send(answer, { request, response, beganAt, requestLog: parts.requestLog });
      else for (const take of usual) take.call(server, request, response);
    });
  }

  private answerTo(request: IncomingMessage): ShortAnswer | null {
    for (const way of this.ways) {
      const answer = way(request);
      if (answer) return answer;
    }
    return null;
  }
}

/** No body, which nobody would read and the usual way refuses, and no page of another origin that asks. */
function isPlainRead({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers.origin === undefined
  );
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  beganAt: number;
  requestLog: RequestLog;
}

/** Names and values in one flat list: what Node turns into a head with the least ado. */
const HEAD_OF_EVERY_ANSWER = Object.entries({
  ...SAFE_ANSWER,
  'content-type': 'application/json; charset=utf-8',
}).flat();

function send({ route, teamId, headers, json }: ShortAnswer, exchange: Exchange): void {
  const { request, response, beganAt, requestLog } = exchange;
  const requestId = requestIdOf(request);
  const head = [
    ...HEAD_OF_EVERY_ANSWER,
    'content-length',
    String(Buffer.byteLength(json)),
    'x-request-id',
    requestId,
  ];
  for (const name in headers) head.push(name, headers[name]!);
  response.writeHead(200, head).end(json);
  // The kernel has it already: nothing here waits for an answer to have left, as the usual way does.
  requestLog.record({
    method: 'GET',
    route,
    url: request.url!,
    status: 200,
    elapsedMs: performance.now() - beganAt,
    requestId,
    teamId,
  });
}
