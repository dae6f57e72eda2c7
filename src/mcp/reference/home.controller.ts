import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefersOverJson } from '../../platform/http/accepts.js';
import { ENGINE_NAME, ENGINE_VERSION } from '../../platform/http/engine-version.js';
import { HTML, PAGE_POLICY } from '../../platform/http/html-page.js';
import { DOCS_PATH, OPENAPI_PATH } from '../../platform/http/openapi.js';
import { Public } from '../../platform/http/public.decorator.js';
import { PublicUrl } from '../../platform/http/public-url.js';
import { homePage } from './home-page.js';

/** For who opens the bare address: people see a page, programs where things are. */
@Public()
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get()
  @Header('vary', 'accept')
  home(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { base } = this.publicUrl;
    if (prefersOverJson(request.headers.accept, 'text/html')) {
      reply.headers({ 'content-type': HTML, 'content-security-policy': PAGE_POLICY });
      return homePage(base);
    }
    return {
      name: ENGINE_NAME,
      version: ENGINE_VERSION,
      docs: base + DOCS_PATH,
      openapi: base + OPENAPI_PATH,
      errorCodes: `${base}/v1/error-codes`,
      health: `${base}/health/ready`,
    };
  }
}
