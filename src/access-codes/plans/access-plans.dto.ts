import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { FreeForm } from '../../platform/http/free-form.decorator.js';
import { MaxJsonBytes } from '../../platform/http/max-json-bytes.decorator.js';
import { Trim } from '../../platform/http/trim.decorator.js';

const MOST_CREDITS = 1_000_000_000;
const MOST_FEATURES = 50;
const MOST_DAYS = 3_650;
const METADATA_BYTES = 4 * 1024;

export class FeatureGrant {
  @Trim()
  @IsString()
  @Length(1, 100)
  name: string;

  /** Your own facts of it, e.g. a level or a quota. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IsOptional()
  @FreeForm()
  @MaxJsonBytes(METADATA_BYTES)
  metadata?: Record<string, unknown>;
}

/** What a redemption grants. At least one of credits, features, membership and plan. */
export class Grants {
  /** Move from your team to the redeeming one, at the redemption. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_CREDITS)
  credits?: number;

  /** Go to the subject. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_FEATURES)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => FeatureGrant)
  @Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(asFeature) : value))
  features?: FeatureGrant[];

  /** The name of a membership that the subject gets. */
  @IsOptional()
  @Trim()
  @IsString()
  @Length(1, 100)
  membership?: string;

  /** How long features, membership and plan last from the redemption on; for ever when left out. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  durationDays?: number;

  /** A plan of this engine for the redeeming team, for `durationDays`. Only the operator can grant it. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  plan?: string;
}

@ApiExtraModels(FeatureGrant)
export class GrantsInput extends Grants {
  /** Go to the subject. A bare name stands for `{ name }`. */
  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { $ref: getSchemaPath(FeatureGrant) }] },
  })
  declare features?: FeatureGrant[];
}

export class NewAccessPlanInput {
  @Trim()
  @IsString()
  @Length(1, 200)
  name: string;

  @IsObject()
  @ValidateNested()
  @Type(() => GrantsInput)
  grants: GrantsInput;
}

export class AccessPlanChange {
  @ValidateIf((_input, value) => value !== undefined)
  @Trim()
  @IsString()
  @Length(1, 200)
  name?: string;

  /** For batches that are made from now on; codes that were handed out keep what they grant. */
  @ValidateIf((_input, value) => value !== undefined)
  @IsObject()
  @ValidateNested()
  @Type(() => GrantsInput)
  grants?: GrantsInput;
}

export class AccessPlanView {
  id: string;
  planId: string;
  name: string;
  grants: Grants;
  /** The token that made it, or `operator`. */
  createdBy: string;
  createdAt: Date;
  /** Since when no new codes can be made of it. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  archivedAt: Date | null;
}

function asFeature(feature: unknown): unknown {
  return typeof feature === 'string' ? Object.assign(new FeatureGrant(), { name: feature.trim() }) : feature;
}
