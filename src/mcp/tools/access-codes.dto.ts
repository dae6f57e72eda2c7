import { ApiProperty, IntersectionType, OmitType, PickType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { CodeBatchInput, CodeBatchPreview } from '../../access-codes/batches/code-batches.dto.js';
import { EXPORT_FORMATS, type ExportFormat } from '../../access-codes/export/code-exports.dto.js';
import { AccessCodeView, ListCodesQuery } from '../../access-codes/reading/access-codes.dto.js';
import { RedeemCodeInput, RedeemedView, VerdictView } from '../../access-codes/redemption/redemptions.dto.js';
import { SpendingTerms } from './spending.dto.js';

const MOST_CODES = 10_000;

/** Larger batches are for REST, where no model waits for them. */
class ToolQuantity {
  @IsInt()
  @Min(1)
  @Max(MOST_CODES)
  quantity: number;
}

export class BulkGenerateInput extends IntersectionType(
  ToolQuantity,
  IntersectionType(OmitType(CodeBatchInput, ['quantity'] as const), SpendingTerms),
) {}

export class PreviewCostInput extends IntersectionType(
  ToolQuantity,
  OmitType(CodeBatchInput, ['quantity', 'maxCredits', 'metadata'] as const),
) {}

export class PreviewCostOutput {
  data: CodeBatchPreview;
}

class StartedJob {
  jobId: string;
  status: string;
  enqueuedAt: string;
  /** True when this request_id was answered before; nothing was charged again. */
  replayed?: boolean;
}

export class BulkGenerateOutput {
  data: StartedJob;
}

export class CodeList {
  data: AccessCodeView[];
  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export class ListCodesInput extends ListCodesQuery {}

export class VerdictOutput {
  data: VerdictView;
}

export class RedeemInput extends IntersectionType(
  RedeemCodeInput,
  PickType(SpendingTerms, ['requestId'] as const),
) {}

class Redeemed extends RedeemedView {
  /** True when this request_id was answered before. */
  replayed?: boolean;
}

export class RedeemOutput {
  data: Redeemed;
}

export class RevokeCodesInput {
  /** All codes of this batch … */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  batchId?: string;

  /** … or this one code. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  codeId?: string;

  /** Take back what of the credits that were granted is not spent. */
  @IsOptional()
  @IsBoolean()
  clawBack?: boolean;
}

class Revoked {
  @ApiProperty({ enum: ['revoked'] })
  status: string;
  batchId: string;
  /** Only of a single code. */
  codeId?: string;
  revokedAt: Date;
}

export class RevokeCodesOutput {
  data: Revoked;
}

export class ExportCodesInput {
  @IsString()
  @Length(1, 100)
  batchId: string;

  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  format?: ExportFormat;
}

class ExportLink {
  /** Opens the file without a token until it expires. Hand it to the person you work for; do not read it into the conversation. */
  url: string;
  expiresAt: string;
  count: number;
}

export class ExportCodesOutput {
  data: ExportLink;
}
