import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export class ExportQuery {
  @ApiPropertyOptional({ enum: EXPORT_FORMATS, default: 'csv' })
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'csv';

  /** Begins a CSV file with a byte-order mark, by which spreadsheets know that it is UTF-8. */
  @ApiPropertyOptional({ type: 'boolean', default: false })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' || value === '1' ? true : value))
  @Transform(({ value }: { value: unknown }) => (value === 'false' || value === '0' ? false : value))
  @IsBoolean()
  bom?: boolean;
}
