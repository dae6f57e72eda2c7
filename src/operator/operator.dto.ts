import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { TransferView } from '../credits/ledger.dto.js';
import { Trim } from '../platform/http/trim.decorator.js';
import type { TeamStatus } from '../teams/actor.types.js';

const MOST_CREDITS = 1_000_000_000;

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

export class OperatorTeamView {
  id: string;
  teamId: string;
  name: string;
  plan: string;
  @ApiProperty({ enum: ['active', 'suspended'] })
  status: TeamStatus;
  /** The balance. */
  credits: number;
  createdAt: Date;
}

export class AddedCreditsView extends TransferView {
  teamId: string;
}
