import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';

export const CHARGED = ['free', 'generation', 'redemption'] as const;
export type Charged = (typeof CHARGED)[number];

const MOST_CREDITS = 1_000_000;
const MOST_CODES = 1_000_000;

export class CodePricingInput {
  /** When codes cost credits: never, when they are made or imported, or with each redemption. The team whose they are pays. */
  @IsIn(CHARGED)
  charged: Charged;

  /** So many credits … */
  @ApiPropertyOptional({ type: 'integer', default: 1 })
  @IsInt()
  @Min(1)
  @Max(MOST_CREDITS)
  credits: number = 1;

  /** … for so many codes, or a part of them, in one batch. For redemptions always 1. */
  @ApiPropertyOptional({ type: 'integer', default: 1 })
  @IsInt()
  @Min(1)
  @Max(MOST_CODES)
  codes: number = 1;
}

export class CodePricing extends CodePricingInput {
  /** The slug of the plan. */
  plan: string;
}
