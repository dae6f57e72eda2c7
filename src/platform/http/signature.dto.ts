import { IsOptional, IsString, Length } from 'class-validator';

/** What a signed link carries. */
export class SignatureQuery {
  /** Unix time at which the link ends. */
  @IsOptional()
  @IsString()
  @Length(0, 20)
  exp?: string;

  @IsOptional()
  @IsString()
  @Length(0, 200)
  sig?: string;
}
