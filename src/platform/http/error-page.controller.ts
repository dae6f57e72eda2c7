import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { errorPage } from './error-page.js';
import { Public } from './public.decorator.js';

const PAGE = errorPage();

/** For people; programs read `GET /v1/error-codes`. */
@Public()
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorPageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  @Header('cache-control', 'public, max-age=3600')
  page(): string {
    return PAGE;
  }
}
