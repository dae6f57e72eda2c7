import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length } from 'class-validator';
import { Trim } from '../../platform/http/trim.decorator.js';
import { Grants } from '../plans/access-plans.dto.js';
import { GrantedView } from '../reading/access-codes.dto.js';

const LONGEST_CODE_TYPED = 200;

export const VERDICTS = [
  'valid',
  'not_found',
  'malformed',
  'not_yet_valid',
  'expired',
  'revoked',
  'exhausted',
  'already_redeemed_by_subject',
  'issuer_out_of_credits',
] as const;
export type Verdict = (typeof VERDICTS)[number];

export class ValidateCodeInput {
  /** As it was typed: case, spaces and dashes do not matter. */
  @IsString()
  @Length(1, LONGEST_CODE_TYPED)
  code: string;

  /** Who would redeem it, in your own words, e.g. the id of a user. */
  @IsOptional()
  @Trim()
  @IsString()
  @Length(1, 255)
  subject?: string;
}

export class RedeemCodeInput {
  /** As it was typed: case, spaces and dashes do not matter. */
  @IsString()
  @Length(1, LONGEST_CODE_TYPED)
  code: string;

  /** Who redeems it, in your own words, e.g. the id of a user. */
  @Trim()
  @IsString()
  @Length(1, 255)
  subject: string;
}

export class VerdictView {
  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;
  /** What it would grant; only of a valid code. */
  grants?: Grants;
  /** How often it can still be redeemed; only of a valid code. */
  redemptionsLeft?: number;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  redeemFrom?: Date | null;
  @ApiPropertyOptional({ type: String, format: 'date-time', nullable: true })
  redeemBy?: Date | null;
}

export class RedeemedView {
  id: string;
  redemptionId: string;
  codeId: string;
  subject: string;
  granted: GrantedView;
  redemptionsLeft: number;
  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}
