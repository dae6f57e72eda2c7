import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { TransferView } from '../credits/ledger.dto.js';
import type { TeamStatus } from '../teams/actor.types.js';

const MOST_CREDITS = 1_000_000_000;

export function Trim(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value));
}

export class NewTeamInput {
  @Trim()
  @IsString()
  @Length(1, 100)
  name: string;

  /** The slug of a plan. */
  @ApiPropertyOptional({ type: String, default: 'free' })
  @IsString()
  @Length(1, 100)
  plan: string = 'free';
}

export class PlanInput {
  /** The slug of a plan. */
  @IsString()
  @Length(1, 100)
  plan: string;
}

const MOST_RETENTION_DAYS = 3_650;

export class RetentionInput {
  /** Jobs that ended longer ago are erased, with their files; null keeps them. */
  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, maximum: MOST_RETENTION_DAYS })
  @ValidateIf((input: RetentionInput) => input.days !== null)
  @IsInt()
  @Min(1)
  @Max(MOST_RETENTION_DAYS)
  days: number | null;
}

export class CreditsInput {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  @Max(MOST_CREDITS)
  amount: number;

  /** Kept in the ledger, where the team reads it. */
  @Trim()
  @IsString()
  @Length(1, 500)
  reason: string;
}

export class LowCreditsInput {
  /** `credits.low` is told when a charge leaves this many or fewer; 0 for never, null for 20 % of what the plan includes. */
  @ApiProperty({ type: 'integer', nullable: true })
  @ValidateIf((_input, value) => value !== null)
  @IsInt()
  @Min(0)
  @Max(MOST_CREDITS)
  threshold: number | null;
}

export class LowCreditsView {
  teamId: string;
  /** What holds now. */
  threshold: number;
}

export class OperatorTeamView {
  id: string;
  teamId: string;
  name: string;
  plan: string;
  @ApiProperty({ enum: ['active', 'suspended'] })
  status: TeamStatus;
  /** Jobs that ended longer ago are erased; null: they are kept. */
  @ApiProperty({ type: 'integer', nullable: true })
  retentionDays: number | null;
  /** The balance. */
  credits: number;
  createdAt: Date;
}

export class AddedCreditsView extends TransferView {
  teamId: string;
}
