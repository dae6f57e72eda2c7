import {
  Body,
  Controller,
  Get,
  HttpCode,
  Post,
  Query,
  Req,
  type StreamableFile,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { invalid } from '../../platform/errors.js';
import { EVENT_STREAM } from '../../platform/http/event-stream.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { type StreamCall, Streaming } from '../../teams/stream-call.decorator.js';
import { INTERNAL_ERROR } from '../protocol/protocol-problem.js';
import { type Envelope, ToolErrors } from '../tools/tool-errors.service.js';
import { McpChallengeFilter } from '../transport/mcp-challenge.filter.js';
import { McpDoor } from '../transport/mcp-door.service.js';
import { OriginGuard } from '../transport/origin.guard.js';
import { carryInto } from './sse-answers.js';
import type { SseSession } from './sse-session.js';
import { SseSessions } from './sse-sessions.service.js';

/**
 * The transport of 2024, for clients that know no other: answers come in a stream that stays open, questions beside it.
 * Nothing else depends on this folder; when nobody asks for it any more, it can go.
 */
@ApiExcludeController()
@SkipThrottle()
@UseGuards(OriginGuard)
@UseFilters(McpChallengeFilter)
@Controller('sse')
export class SseController {
  constructor(
    private readonly sessions: SseSessions,
    private readonly door: McpDoor,
    private readonly errors: ToolErrors,
  ) {}

  @Get()
  open(@Streaming() call?: StreamCall): StreamableFile {
    if (!call) throw invalid([{ path: 'Accept', message: `must ask for ${EVENT_STREAM}` }]);
    return this.sessions.start(call, (id) => `/sse?session=${id}`);
  }

  @Post()
  @HttpCode(202)
  accept(
    @Req() request: FastifyRequest,
    @Body() body: unknown,
    @CurrentActor() actor: Actor,
    @Query('session') id?: string,
  ): string {
    const session = this.sessions.find(id, actor);
    // Clients of 2024 name no types, and get their answers elsewhere.
    request.headers.accept = `application/json, ${EVENT_STREAM}`;
    void this.answer(request, actor, session).catch((thrown: unknown) => {
      this.tell(session, body, this.errors.envelope(thrown, { toolName: 'sse', actor, toolset: null }));
    });
    return 'Accepted';
  }

  private async answer(request: FastifyRequest, actor: Actor, session: SseSession): Promise<void> {
    const { refused } = await this.door.admit(request, actor);
    const caller = { actor, toolset: null, refusal: refused };
    const response = await this.door.answer(request, caller, session.gone.signal);
    await carryInto(session, response);
  }

  /** It was accepted already, so that the client waits for an answer under its id. */
  private tell(session: SseSession, body: unknown, envelope: Envelope): void {
    const id = (body as { id?: unknown } | null)?.id;
    if (id === undefined) return;
    const error = { code: INTERNAL_ERROR, message: envelope.error['message'], data: envelope };
    session.push('message', JSON.stringify({ jsonrpc: '2.0', id, error }));
  }
}
