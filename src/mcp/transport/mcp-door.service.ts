import { Injectable } from '@nestjs/common';
import { isLegacyRequest } from '@modelcontextprotocol/server';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { RateLimits } from '../../teams/rate/rate-limits.service.js';
import type { Toolset } from '../tools/tool.types.js';
import { toWebRequest } from './http-exchange.js';
import { LegacyAdapter } from './legacy.adapter.js';
import { ModernAdapter } from './modern.adapter.js';
import { withoutNullParams } from './null-params.js';
import type { PlainRequest } from './plain-request.js';

interface Caller {
  actor: Actor;
  toolset: Toolset | null;
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
    const refusal = await this.overRate(caller.actor, body);
    const webRequest = toWebRequest(request, gone);
    const exchange = { ...caller, refusal, gone };
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
    { gone, ...caller }: Caller & { gone: AbortSignal },
  ): Promise<string> {
    const refusal = await this.overRate(caller.actor, body);
    const version = (headers['mcp-protocol-version'] as string | undefined) ?? '';
    return this.legacy.answerPlainly(plain, version, { ...caller, refusal, gone });
  }

  /** A tool tells it the model, which can wait; other methods have nobody to tell but the client. */
  private async overRate(actor: Actor, body: unknown): Promise<DomainError | null> {
    const refused = await this.admit(actor, Array.isArray(body) ? body.length : 1);
    const isToolCall = (body as { method?: unknown } | null | undefined)?.method === 'tools/call';
    if (refused && !isToolCall) throw refused;
    return refused;
  }

  private async admit(actor: Actor, messages: number): Promise<DomainError | null> {
    for (let message = 0; message < messages; message++) {
      const { refused } = await this.limits.forMcp(actor);
      if (refused) return refused;
    }
    return null;
  }
}
