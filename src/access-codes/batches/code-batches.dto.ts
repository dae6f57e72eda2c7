import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { FreeForm } from '../../platform/http/free-form.decorator.js';
import { MaxJsonBytes } from '../../platform/http/max-json-bytes.decorator.js';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Trim } from '../../platform/http/trim.decorator.js';
import { IsFutureTime } from '../../teams/is-future-time.decorator.js';
import { type Charset, CHARSET_NAMES } from '../codes/alphabet.js';
import { Grants } from '../plans/access-plans.dto.js';
import { CHARGED, type Charged } from '../pricing/code-pricing.dto.js';

const MOST_CODES = 1_000_000;
const MOST_IMPORTED = 10_000;
const MOST_REDEMPTIONS = 1_000_000;
const METADATA_BYTES = 16 * 1024;

export const EXPIRY_PRESETS = ['no_expiry', '1_day', '1_week', '1_month', '1_year', 'custom'] as const;
export type ExpiryPreset = (typeof EXPIRY_PRESETS)[number];
export const EXPIRY_UNITS = ['days', 'weeks', 'months', 'years'] as const;
export type ExpiryUnit = (typeof EXPIRY_UNITS)[number];

/** What codes of a batch have in common, however they come to be. */
export class CodeTerms {
  /** The access plan that says what the codes grant. */
  @IsString()
  @Length(1, 100)
  planId: string;

  /** Codes are good from then on; at once when left out. ISO 8601 with an offset. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @IsFutureTime()
  redeemFrom?: string;

  /** Codes are good until then; for ever when left out. ISO 8601 with an offset. */
  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @IsFutureTime()
  redeemBy?: string;

  /** Instead of `redeemBy`: how long codes are good, counted from now. `custom` takes the two fields below. */
  @IsOptional()
  @IsIn(EXPIRY_PRESETS)
  expiryPreset?: ExpiryPreset;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  customExpiryAmount?: number;

  @IsOptional()
  @IsIn(EXPIRY_UNITS)
  customExpiryType?: ExpiryUnit;

  /** How often one code can be redeemed; once when left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_REDEMPTIONS)
  maxRedemptions?: number;

  /** How often one subject can redeem one code; `true` stands for once. As often as `maxRedemptions` says when left out. */
  @ApiPropertyOptional({ type: 'integer', minimum: 1 })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => asCount(value))
  @IsInt()
  @Min(1)
  @Max(MOST_REDEMPTIONS)
  perSubject?: number;

  /** For you to find the batch by. */
  @IsOptional()
  @Trim()
  @IsString()
  @Length(1, 200)
  label?: string;

  /** Your own facts, echoed with the batch. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  @MaxJsonBytes(METADATA_BYTES)
  metadata?: Record<string, unknown>;

  /** Refuses the batch, uncharged, if it costs more. */
  @IsOptional()
  @IsInt()
  @Min(0)
  maxCredits?: number;
}

export class CodeBatchInput extends CodeTerms {
  @IsInt()
  @Min(1)
  @Max(MOST_CODES)
  quantity: number;

  /** Stands before each code, e.g. VIP. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9]{1,16}$/, { message: 'prefix must be 1 to 16 letters and digits' })
  prefix?: string;

  /** How a code looks, e.g. SPRING-####-####: each # is a drawn character, the last of them the check character. */
  @IsOptional()
  @Matches(/^(?=.*#)[A-Za-z0-9#-]{2,48}$/, {
    message: 'pattern must be 2 to 48 letters, digits, dashes and #, with at least one #',
  })
  pattern?: string;

  /** Instead of a pattern: how many characters beside the prefix, the check character included; 12 when left out. */
  @IsOptional()
  @IsInt()
  @Min(4)
  @Max(40)
  length?: number;

  /** What is drawn from. Without 0 and O, 1, I and L in each case. */
  @IsOptional()
  @IsIn(CHARSET_NAMES)
  charset?: Charset;
}

export class ImportCodesInput extends CodeTerms {
  /** Codes that you have handed out already. Case, spaces and dashes do not matter; 8 to 80 letters and digits each. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_IMPORTED)
  @IsString({ each: true })
  @Length(1, 200, { each: true })
  codes: string[];
}

export class CodeBatchPreview {
  planId: string;
  quantity: number;
  /** When codes cost credits on your plan. */
  @ApiProperty({ enum: CHARGED })
  charged: Charged;
  /** What this batch would cost now. */
  credits: number;
  /** What each redemption will cost you besides the credits that the code grants. */
  creditsPerRedemption: number;
  balance: number;
  affordable: boolean;
  /** How many different codes there is room for; a number too large for JSON, so a text. */
  combinations: string;
  /** A guesser would try so many for each good code. */
  guessesPerCode: string;
  etaSeconds: number;
  /** How a code will look. */
  example: string;
}

export const CODE_BATCH_STATUSES = [
  'queued',
  'processing',
  'completed',
  'failed',
  'canceled',
  'revoked',
] as const;
export type CodeBatchStatus = (typeof CODE_BATCH_STATUSES)[number];

export class CodeBatchCounts {
  /** Asked for. */
  total: number;
  made: number;
  /** Redeemed at least once. */
  redeemed: number;
  /** One by one; of a batch that is revoked, canceled or failed all are. */
  revoked: number;
}

export class CodeBatchView {
  id: string;
  batchId: string;
  /** Null for imported codes. */
  @ApiProperty({ type: String, nullable: true })
  jobId: string | null;
  planId: string;
  @ApiProperty({ enum: CODE_BATCH_STATUSES })
  status: CodeBatchStatus;
  quantity: number;
  counts: CodeBatchCounts;
  /** What its codes grant, as the access plan said when they were asked for. */
  grants: Grants;
  /** How a code looks; null for imported ones. */
  @ApiProperty({ type: String, nullable: true })
  pattern: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  redeemFrom: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  redeemBy: Date | null;
  maxRedemptions: number;
  @ApiProperty({ type: 'integer', nullable: true })
  perSubject: number | null;
  @ApiProperty({ type: String, nullable: true })
  label: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;
  creditsPerRedemption: number;
  createdBy: string;
  createdAt: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  completedAt: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: Date | null;
}

export class ImportedCodeBatch extends CodeBatchView {
  creditsCharged: number;
}

export class AcceptedCodeBatch extends CodeBatchView {
  creditsCharged: number;
  /** When to ask again. */
  pollAfterSeconds: number;
}

export class ListCodeBatchesQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  planId?: string;
}

export class RevokeInput {
  /** Take back what of the credits that were granted is not spent. */
  @IsOptional()
  @IsBoolean()
  clawBack?: boolean;
}

function asCount(value: unknown): unknown {
  if (value === true) return 1;
  return value === false ? undefined : value;
}
