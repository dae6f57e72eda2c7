import { Controller, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { RAW_BODY } from '../../platform/http/json-body.parser.js';
import { Public } from '../../platform/http/public.decorator.js';
import { CallbackQuery } from './callbacks.dto.js';
import { Callbacks } from './callbacks.service.js';

@ApiTags('Provider callbacks')
@Controller('v1/provider-callbacks')
export class CallbacksController {
  constructor(private readonly callbacks: Callbacks) {}

  @Post(':id')
  @Public()
  @RouteConfig({ [RAW_BODY]: true })
  @HttpCode(204)
  @ApiOperation({ summary: 'For providers: something has changed about work that they were given' })
  @ApiNoContentResponse()
  async hear(
    @Param('id') callId: string,
    @Query() { sig }: CallbackQuery,
    @Req() { headers, body }: FastifyRequest,
  ): Promise<void> {
    await this.callbacks.hear(callId, sig, { headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
  }
}
