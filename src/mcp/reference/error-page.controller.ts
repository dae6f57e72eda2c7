import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { errorPage } from './error-page.js';
import { HTML, PAGE_POLICY } from '../../platform/http/html-page.js';
import { Public } from '../../platform/http/public.decorator.js';

const PAGE = errorPage();

/** For people; programs read `GET /v1/error-codes`. */
@Public()
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorPageController {
  @Get()
  @Header('content-type', HTML)
  @Header('content-security-policy', PAGE_POLICY)
  @Header('cache-control', 'public, max-age=3600')
  page(): string {
    return PAGE;
  }
}
