import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import { USAGE_GROUPS, type UsageGroup } from './usage.types.js';

export class UsageQuery {
  @ApiPropertyOptional({ enum: USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  groupBy: UsageGroup = 'day';

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
