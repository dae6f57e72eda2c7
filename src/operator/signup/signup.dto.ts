import { IsString, Length } from 'class-validator';
import { OperatorTeamView, Trim } from '../operator.dto.js';

export class SignupInput {
  /** Of the team. */
  @Trim()
  @IsString()
  @Length(1, 100)
  name: string;
}

export class SignupView extends OperatorTeamView {
  tokenId: string;
  /** Shown this once. */
  token: string;
}
