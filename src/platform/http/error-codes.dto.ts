import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CODES, type ErrorCode } from '../errors.js';

export class ErrorCodeView {
  @ApiProperty({ enum: Object.keys(ERROR_CODES) })
  code: ErrorCode;
  /** The HTTP status that it comes with. */
  status: number;
  remediation: string;
}
