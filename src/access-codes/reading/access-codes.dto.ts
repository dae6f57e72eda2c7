import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { PageQuery } from '../../platform/http/page.dto.js';
import { Grants } from '../plans/access-plans.dto.js';

export const CODE_STATUSES = ['unredeemed', 'redeemed', 'expired', 'revoked'] as const;
export type CodeStatus = (typeof CODE_STATUSES)[number];

export class ListCodesQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  batchId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  planId?: string;

  @IsOptional()
  @IsIn([...CODE_STATUSES, 'all'])
  status?: CodeStatus | 'all';
}

/** A code as lists show it: enough to tell it from others, not enough to redeem it. */
export class AccessCodeView {
  id: string;
  codeId: string;
  /** Its fixed part and, where enough stays hidden, its last characters. */
  codeMasked: string;
  batchId: string;
  planId: string;
  /** `redeemed` from the first redemption on, unless it is revoked or expired. */
  @ApiProperty({ enum: CODE_STATUSES })
  status: CodeStatus;
  redemptions: number;
  maxRedemptions: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  redeemFrom: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  redeemBy: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  revokedAt: Date | null;
  createdAt: Date;
}

export class ListRedemptionsQuery extends PageQuery {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  codeId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  batchId?: string;

  @IsOptional()
  @IsString()
  @Length(1, 255)
  subject?: string;
}

export class GrantedView extends Grants {
  /** When features, membership and plan end; null: never. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endsAt: string | null;
}

/** A redemption as the team that issued the code reads it. */
export class RedemptionView {
  id: string;
  redemptionId: string;
  codeId: string;
  batchId: string;
  planId: string;
  subject: string;
  granted: GrantedView;
  /** Credits that moved, and what of them came back. */
  creditsMoved: number;
  creditsClawedBack: number;
  createdAt: Date;
}
