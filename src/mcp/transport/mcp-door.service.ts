import { Injectable } from '@nestjs/common';
import { isLegacyRequest } from '@modelcontextprotocol/server';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { RateLimits } from '../../teams/rate/rate-limits.service.js';
import type { Admission } from '../../teams/rate/rate.types.js';
import type { Toolset } from '../tools/tool.types.js';
import { toWebRequest } from './http-exchange.js';
import { LegacyAdapter } from './legacy.adapter.js';
import { ModernAdapter } from './modern.adapter.js';
import { withoutNullParams } from './null-params.js';
import type { PlainRequest } from './plain-request.js';

interface Caller {
  actor: Actor;
  toolset: Toolset | null;
  /** That too many messages came, for a tool to tell. */
  refusal: DomainError | null;
}

/** Tells the generations of the protocol apart; either adapter can be taken out without touching a tool. */
@Injectable()
export class McpDoor {
  constructor(
    private readonly legacy: LegacyAdapter,
    private readonly modern: ModernAdapter,
    private readonly limits: RateLimits,
  ) {}

  async answer(request: FastifyRequest, caller: Caller, gone: AbortSignal): Promise<Response> {
    const body = withoutNullParams(request.body);
    refuseUnlessToolTells(caller.refusal, body);
    const webRequest = toWebRequest(request, gone);
    const exchange = { ...caller, gone };
    return (await isLegacyRequest(webRequest, body))
      ? this.legacy.serve(webRequest, body, exchange)
      : this.modern.serve(webRequest, body, exchange);
  }

  plainIn(request: FastifyRequest): PlainRequest | null {
    return this.legacy.plainIn(request);
  }

  /** The short way for what most requests are; the body of the answer. */
  async answerPlainly(
    { headers, body }: FastifyRequest,
    plain: PlainRequest,
    exchange: Caller & { gone: AbortSignal },
  ): Promise<string> {
    refuseUnlessToolTells(exchange.refusal, body);
    const version = (headers['mcp-protocol-version'] as string | undefined) ?? '';
    return this.legacy.answerPlainly(plain, version, exchange);
  }

  /** Counts each message, and no more of them when one is too many. */
  async admit({ body }: FastifyRequest, actor: Actor): Promise<Admission> {
    const messages = Array.isArray(body) ? body.length : 1;
    let admission = await this.limits.forMcp(actor);
    for (let message = 1; message < messages && !admission.refused; message++)
      admission = await this.limits.forMcp(actor);
    return admission;
  }
}

/** A tool tells it the model, which can wait; other methods have nobody to tell but the client. */
function refuseUnlessToolTells(refusal: DomainError | null, body: unknown): void {
  const isToolCall = (body as { method?: unknown } | null | undefined)?.method === 'tools/call';
  if (refusal && !isToolCall) throw refusal;
}
