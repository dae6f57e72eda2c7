import { ApiProperty, ApiPropertyOptional, OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { MAX_LIMIT, PageQuery } from '../../platform/http/page.dto.js';
import { TimeQuery } from '../../platform/http/time-query.decorator.js';
import {
  OPERATOR_USAGE_GROUPS,
  type OperatorUsageGroup,
  USAGE_GROUPS,
  type UsageGroup,
} from './usage.types.js';

class SpanQuery extends OmitType(PageQuery, ['limit'] as const) {
  /** How many lines at most; all of them when unset. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MAX_LIMIT })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit?: number;

  /** The first UTC day that counts; 30 days before `to` when unset. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @TimeQuery()
  from?: Date;

  /** The last UTC day that counts; today when unset. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @TimeQuery()
  to?: Date;
}

export class UsageQuery extends SpanQuery {
  @ApiPropertyOptional({ enum: USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  groupBy: UsageGroup = 'day';
}

export class OperatorUsageQuery extends SpanQuery {
  @ApiPropertyOptional({ enum: OPERATOR_USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(OPERATOR_USAGE_GROUPS)
  groupBy: OperatorUsageGroup = 'day';
}

export class UsageLineView {
  /** The day, the slug of the model, the id of the token, or the type, as `groupBy` says. */
  key: string;
  /** Accepted on those days; what is neither completed nor failed is open or was canceled. */
  jobs: number;
  completed: number;
  failed: number;
  creditsCharged: number;
  /** Of these jobs, whenever it was given back. */
  creditsRefunded: number;
  creditsNet: number;
}

export class OperatorUsageLineView extends UsageLineView {
  /** The day, the slug of the model, the type, or the id of the team, as `groupBy` says. */
  declare key: string;
  /** What providers told that they bill for these jobs, failed ones included. */
  @ApiProperty({ format: 'double' })
  costUsd: number;
  /** Those that ended with such a cost; not all providers tell one. */
  jobsWithCost: number;
  /** The net credits of those jobs. */
  creditsWithCost: number;
  /** What each of these credits has cost; null when there are none. */
  @ApiProperty({ type: Number, format: 'double', nullable: true })
  costUsdPerCredit: number | null;
}
