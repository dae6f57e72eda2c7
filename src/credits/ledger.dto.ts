import { ApiProperty } from '@nestjs/swagger';
import { TRANSFER_KINDS, type TransferKind } from './credits.types.js';

class BucketsView {
  included: number;
  purchased: number;
}

export class TransferView {
  id: string;
  @ApiProperty({ enum: TRANSFER_KINDS })
  kind: TransferKind;
  /** Negative for what left the team. */
  amount: number;
  /** The job that was charged or refunded. */
  @ApiProperty({ type: String, nullable: true })
  jobId: string | null;
  buckets: BucketsView;
  reason: string;
  /** A token's id, `operator` or `engine`. */
  actor: string;
  createdAt: Date;
}
