import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { GUESSER_KINDS, type GuesserKind } from './guesses.types.js';

export class GuesserInput {
  @IsIn(GUESSER_KINDS)
  kind: GuesserKind;

  /** The id of a token or team, or an address. */
  @IsString()
  @Length(1, 100)
  subject: string;
}

export class LockoutView {
  @ApiProperty({ enum: GUESSER_KINDS })
  kind: GuesserKind;
  subject: string;
  /** How often of late; each lock-out lasts twice as long as the one before. */
  strikes: number;
  lockedUntil: Date;
}
