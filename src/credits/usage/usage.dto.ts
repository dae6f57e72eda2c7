import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import {
  OPERATOR_USAGE_GROUPS,
  type OperatorUsageGroup,
  USAGE_GROUPS,
  type UsageGroup,
} from './usage.types.js';

class SpanQuery {
  /** The first UTC day that counts; 30 days before `to` when unset. */
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'must be an ISO 8601 date' })
  from?: Date;

  /** The last UTC day that counts; today when unset. */
  @IsOptional()
  @Type(() => Date)
  @IsDate({ message: 'must be an ISO 8601 date' })
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
  costUsd: number;
  /** Those that ended with such a cost; not all providers tell one. */
  jobsWithCost: number;
  /** The net credits of those jobs. */
  creditsWithCost: number;
  /** What each of these credits has cost; null when there are none. */
  @ApiProperty({ type: Number, nullable: true })
  costUsdPerCredit: number | null;
}
