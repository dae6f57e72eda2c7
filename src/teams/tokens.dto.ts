import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Trim } from '../platform/http/trim.decorator.js';
import { ABILITIES, type Ability } from './abilities.js';
import { IsCidr } from './is-cidr.decorator.js';
import { IsFutureTime } from './is-future-time.decorator.js';

const MOST_CREDITS = 1_000_000_000;
const MOST_REQUESTS = 1_000_000;

/** A field may be left out; null is not a way to leave it out, because it could be read as "no limit". */
function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}

export class TokenLimits {
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MOST_REQUESTS)
  restPerMinute?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MOST_REQUESTS)
  restPerHour?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(MOST_REQUESTS)
  mcpPerMinute?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MOST_REQUESTS)
  jobsInFlight?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MOST_CREDITS)
  creditsPerDay?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MOST_CREDITS)
  creditsPerMonth?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MOST_CREDITS)
  creditsPerJob?: number;

  /** Spending more credits than this in one call must be confirmed. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(MOST_CREDITS)
  confirmAbove?: number;
}

export class NewTokenInput {
  @Trim()
  @IsString()
  @Length(1, 100)
  name: string;

  /** Those of the token that makes it, when none are named; all, when the operator makes it. */
  @ApiPropertyOptional({ enum: ABILITIES, isArray: true })
  @MayBeAbsent()
  @IsArray()
  @ArrayUnique()
  @IsIn(ABILITIES, { each: true })
  abilities?: Ability[];

  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => TokenLimits)
  limits?: TokenLimits;

  /** ISO 8601 with an offset, in the future. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @MayBeAbsent()
  @IsFutureTime()
  expiresAt?: string;

  /** From where the token may be used; from everywhere when empty. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsCidr({ each: true })
  allowedCidrs?: string[];
}

/** A token as it can be read again; the secret can't. */
export class TokenView {
  id: string;
  tokenId: string;
  name: string;
  /** The first characters of the secret, to recognise it by. */
  prefix: string;
  @ApiProperty({ enum: ABILITIES, isArray: true })
  abilities: Ability[];
  limits: TokenLimits;
  allowedCidrs: string[];
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: Date | null;
  /** True to the minute. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastUsedAt: Date | null;
  /** The token that made it, or `operator`. */
  createdBy: string;
  createdAt: Date;
}

export class IssuedTokenView extends TokenView {
  /** The secret, shown this once. */
  token: string;
}
