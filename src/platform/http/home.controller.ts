import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ENGINE_NAME, ENGINE_VERSION } from './engine-version.js';
import { DOCS_PATH, OPENAPI_PATH } from './openapi.js';
import { PublicUrl } from './public-url.js';
import { Public } from './public.decorator.js';

/** For who opens the bare address in a browser. */
@Public()
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(private readonly publicUrl: PublicUrl) {}

  @Get()
  links() {
    const { base } = this.publicUrl;
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
