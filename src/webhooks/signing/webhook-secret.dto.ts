import { ApiProperty } from '@nestjs/swagger';

/** To verify `v1a` signatures by, without a secret. */
export class WebhookPublicKeysView {
  /** An ed25519 key: `whpk_` and its 32 bytes in base64. */
  publicKey: string;
  /** Replaced, and still signing beside the new one. */
  previousPublicKeys: string[];
}

export class WebhookSecretView extends WebhookPublicKeysView {
  /** Signs what goes to the `webhookUrl` of jobs and batches; endpoints have secrets of their own. */
  secret: string;
  /** Until when the secret before this one signs, too. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  previousExpiresAt: string | null;
}
