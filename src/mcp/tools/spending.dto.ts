import { IsBoolean, IsOptional, Matches } from 'class-validator';

/** What every tool that spends credits takes besides. */
export class SpendingTerms {
  /** Your own key for this call. Send the same again when you retry: it is charged once. */
  @IsOptional()
  @Matches(/^[\x20-\x7e]{1,255}$/, { message: 'requestId must be 1 to 255 printable ASCII characters' })
  requestId?: string;

  /** Yes to a price above the team's threshold. Only when the person you work for agreed. */
  @IsOptional()
  @IsBoolean()
  confirmSpend?: boolean;
}
