import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional } from 'class-validator';
import { USAGE_GROUPS, type UsageGroup } from './usage.types.js';

export class UsageQuery {
  @ApiPropertyOptional({ enum: USAGE_GROUPS, default: 'day' })
  @IsOptional()
  @IsIn(USAGE_GROUPS)
  groupBy: UsageGroup = 'day';

  /** The first UTC day that counts; 30 days before `to` when unset. */
  @IsOptional()
  @IsISO8601({ strict: true })
  from?: string;

  /** The last UTC day that counts; today when unset. */
  @IsOptional()
  @IsISO8601({ strict: true })
  to?: string;
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
