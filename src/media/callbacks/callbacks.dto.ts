import { IsString, MaxLength } from 'class-validator';

export class CallbackQuery {
  /** As it stands in the link that the provider was given. */
  @IsString()
  @MaxLength(200)
  sig: string;
}
