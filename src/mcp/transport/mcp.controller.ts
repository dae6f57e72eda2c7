import { Controller, Param, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { TOOLSETS, type Toolset } from '../tools/tool.types.js';
import { McpChallengeFilter } from './mcp-challenge.filter.js';
import { untilAborted, whenGone, whenOver } from './http-exchange.js';
import { McpDoor } from './mcp-door.service.js';
import { OriginGuard } from './origin.guard.js';

/** One address for every generation of the protocol; the token guard stands before it as before every route. */
@ApiExcludeController()
@SkipThrottle()
@UseGuards(OriginGuard)
@UseFilters(McpChallengeFilter)
@Controller('mcp')
export class McpController {
  constructor(private readonly door: McpDoor) {}

  @Post()
  everything(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.serve(request, reply, { actor, toolset: null });
  }

  @Post(':toolset')
  async some(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @CurrentActor() actor: Actor,
    @Param('toolset') toolset: string,
  ): Promise<void> {
    if (!TOOLSETS.includes(toolset as Toolset)) throw notFound('toolset');
    await this.serve(request, reply, { actor, toolset: toolset as Toolset });
  }

  private async serve(
    request: FastifyRequest,
    reply: FastifyReply,
    { actor, toolset }: { actor: Actor; toolset: Toolset | null },
  ): Promise<void> {
    const plain = this.door.plainIn(request);
    // Before anything is waited for: who has gone by then would never be heard to go.
    const gone = plain ? whenGone(reply) : whenOver(reply);
    const { headers, refused } = await this.door.admit(request, actor);
    void reply.headers(headers);
    const caller = { actor, toolset, refusal: refused };
    if (plain) {
      const body = await this.door.answerPlainly(request, plain, { ...caller, gone });
      void reply.code(200).type('application/json').send(body);
      return;
    }
    const response = await Promise.race([this.door.answer(request, caller, gone), untilAborted(gone)]);
    // The SDKs never answer a client that hung up, and a request that never ends would hold up the process's end.
    if (response === null) reply.hijack();
    else await reply.send(response);
  }
}
