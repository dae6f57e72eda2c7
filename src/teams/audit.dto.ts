import { ApiProperty } from '@nestjs/swagger';

export class AuditEntryView {
  id: string;
  /** A token's id, `operator` or `engine`. */
  actor: string;
  /** What was done, such as `token.revoked`. */
  action: string;
  /** The id of what it was done to. */
  subject: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  details: Record<string, unknown>;
  @ApiProperty({ type: String, nullable: true })
  requestId: string | null;
  at: Date;
}
