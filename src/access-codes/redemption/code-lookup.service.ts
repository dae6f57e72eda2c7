import { Injectable } from '@nestjs/common';
import { addsUp } from '../codes/check-character.js';
import { codeHash, hashBytes, importedCodeHash } from '../codes/code-hash.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { normalForm } from '../codes/normal-form.js';
import type { Verdict } from './redemptions.dto.js';
import { RedemptionsRepository } from './redemptions.system.repository.js';

/** A text that somebody brought as a code. */
export interface TypedCode {
  /** What it may be found by; none for what can't be a code at all. */
  hashes: Buffer[];
  /** On it when it is not found. */
  unknown: Extract<Verdict, 'not_found' | 'malformed'>;
  /** Found it can only be among codes that other teams imported. */
  isOutsider: boolean;
  /** What is stored to tell a repeated call by must not be a text that the code could be guessed from. */
  fingerprint: string;
}

/** What a typed text can be found by, and what it means when it is not found. */
@Injectable()
export class CodeLookup {
  constructor(
    private readonly keys: CodeKeys,
    private readonly redemptions: RedemptionsRepository,
  ) {}

  async read(text: string, teamId: string): Promise<TypedCode> {
    const pepper = await this.keys.pepper();
    const code = normalForm(text);
    const fingerprint = hashBytes(importedCodeHash(pepper, code ?? text)).toString('hex');
    if (code === null) return { hashes: [], unknown: 'malformed', isOutsider: false, fingerprint };
    const imported = hashBytes(importedCodeHash(pepper, code));
    // One that does not add up was not made here.
    if (!addsUp(code)) return { hashes: [imported], ...(await this.slipOrGuess(code, teamId)), fingerprint };
    const hashes = [imported, hashBytes(codeHash(pepper, code))];
    return { hashes, unknown: 'not_found', isOutsider: false, fingerprint };
  }

  /**
   * Imported codes have no check character: of their length a slip of the hand and a guess look alike. To the team that imported
   * them it is a guess. To others it stays a slip, for what one team imports must not lock out another; that nobody guesses
   * from outside for nothing, such slips have a limit of their own, beyond which only they are refused.
   */
  private async slipOrGuess(
    code: string,
    teamId: string,
  ): Promise<Pick<TypedCode, 'unknown' | 'isOutsider'>> {
    const { own, others } = await this.redemptions.importersOf(code.length, teamId);
    return { unknown: own ? 'not_found' : 'malformed', isOutsider: others && !own };
  }
}
