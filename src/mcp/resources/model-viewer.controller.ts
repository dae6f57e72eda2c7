import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../../platform/http/public.decorator.js';
import { MODEL_VIEWER } from './model-viewer.js';

/** Its address names its version, so whoever has it need not ask again. Pages of hosts have origins of their own, or none. */
const HEADERS = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'public, immutable, max-age=86400',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  vary: 'Accept-Encoding',
};

@Public()
@ApiExcludeController()
@Controller()
export class ModelViewerController {
  @Get(MODEL_VIEWER.path)
  script(@Headers('accept-encoding') accepted: string | undefined, @Res() reply: FastifyReply): void {
    void reply.headers(HEADERS);
    const packed = /\bgzip\b/.test(accepted ?? '');
    if (packed) void reply.header('content-encoding', 'gzip');
    void reply.send(packed ? MODEL_VIEWER.packed : MODEL_VIEWER.script);
  }
}
