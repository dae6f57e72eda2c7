import { IsString, Length, Matches } from 'class-validator';
import { Trim } from '../../platform/http/trim.decorator.js';

const MIN_LENGTH = 8;
const MAX_LENGTH = 1_000;

export class ProviderKeyInput {
  /** As the provider gave it to you. It is kept encrypted and never shown again. */
  @IsString()
  @Trim()
  @Length(MIN_LENGTH, MAX_LENGTH)
  @Matches(/^[\x21-\x7e]*$/, { message: 'must be printable ASCII without spaces' })
  key: string;
}

export class ProviderKeyView {
  /** @example fal */
  provider: string;
  /** Its last four characters; null of a key so short that they would tell much of it. */
  lastFour: string | null;
  createdAt: Date;
  /** To the minute; null until a job was made with it. */
  lastUsedAt: Date | null;
}

export class ProviderKeyCheckView {
  /** @example fal */
  provider: string;
  /** Whether the provider was reached and took the key. */
  accepted: boolean;
  /** What it said otherwise. */
  reason: string | null;
}
