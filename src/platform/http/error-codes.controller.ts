import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors.js';
import { ApiPage } from './api-page.decorator.js';
import { PagedList } from './paged-list.js';
import { ErrorCodeView } from './error-codes.dto.js';
import { type Page, PageQuery } from './page.dto.js';
import { Public } from './public.decorator.js';

const CODES = new PagedList('error codes');

const LIST: ErrorCodeView[] = Object.entries(ERROR_CODES).map(([code, { status, remediation }]) => ({
  code: code as ErrorCode,
  status,
  remediation,
}));

@Public()
@ApiTags('Engine')
@Controller('v1/error-codes')
export class ErrorCodesController {
  /** The closed list of error codes. */
  @Get()
  @ApiPage(ErrorCodeView)
  list(@Query() query: PageQuery): Page<ErrorCodeView> {
    return CODES.pageOf(LIST, query, ({ code }) => code);
  }
}
