import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { SignatureQuery } from '../platform/http/signature.dto.js';
import type { AssetOrigin, AssetView, NewAsset } from './assets.types.js';

/** A file behind a signed link. */
class AssetOutput implements AssetView {
  /** @example ast_01JD8Z3W4Q9R6T2Y5V7X8K0M1N */
  assetId: string;

  /** Opens the file without a token until `expiresAt`; each read of the asset or its job signs a fresh one. */
  url: string;

  /** By content. */
  mimeType: string;

  bytes: number;

  width?: number;

  height?: number;

  @ApiPropertyOptional({ format: 'double' })
  durationSeconds?: number;

  /** A small WebP, where there is one. */
  thumbnailUrl: string | null;

  sha256: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class AssetAnswer extends AssetOutput {
  id: string;

  /** The job that made it; null for an upload. */
  jobId: string | null;

  @ApiProperty({ enum: ['output', 'upload'], description: 'Made by a job, or brought by the team.' })
  origin: AssetOrigin;

  /** A placeholder of some 25 bytes, in Base64: see https://evanw.github.io/thumbhash */
  thumbhash: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  static of(asset: NewAsset, view: AssetView): AssetAnswer {
    return {
      id: asset.id,
      jobId: asset.jobId,
      origin: asset.origin,
      ...view,
      thumbhash: asset.thumbhash,
      createdAt: asset.createdAt.toISOString(),
    };
  }
}

export class ContentQuery extends SignatureQuery {
  /** Leave out for the file itself. */
  @IsOptional()
  @IsIn(['thumbnail'])
  variant?: 'thumbnail';

  /** Makes browsers save the file instead of showing it. */
  @IsOptional()
  @IsIn(['1'])
  download?: '1';
}
