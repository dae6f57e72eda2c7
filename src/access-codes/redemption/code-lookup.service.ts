import { Injectable } from '@nestjs/common';
import { addsUp } from '../codes/check-character.js';
import { codeHash, hashBytes, importedCodeHash } from '../codes/code-hash.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { normalForm } from '../codes/normal-form.js';
import type { Verdict } from './redemptions.dto.js';
import { RedemptionsRepository } from './redemptions.system.repository.js';

/** What a typed text can be found by. */
@Injectable()
export class CodeLookup {
  constructor(
    private readonly keys: CodeKeys,
    private readonly redemptions: RedemptionsRepository,
  ) {}

  /** None for what can't be a code at all. A code that does not add up was not made here. */
  async hashesOf(text: string): Promise<Buffer[]> {
    const code = normalForm(text);
    if (code === null) return [];
    const pepper = await this.keys.pepper();
    const hashes = [importedCodeHash(pepper, code), ...(addsUp(code) ? [codeHash(pepper, code)] : [])];
    return hashes.map(hashBytes);
  }

  /** A slip of the hand or a guess? Where codes of that length were imported, nobody can tell, so it counts as a guess. */
  async verdictOnUnknown(text: string): Promise<Extract<Verdict, 'not_found' | 'malformed'>> {
    const code = normalForm(text);
    if (code === null) return 'malformed';
    return addsUp(code) || (await this.redemptions.importedWithLength(code.length))
      ? 'not_found'
      : 'malformed';
  }

  /** What is stored to tell a repeated call by must not be a text that the code could be guessed from. */
  async fingerprintOf(text: string): Promise<string> {
    const pepper = await this.keys.pepper();
    return hashBytes(importedCodeHash(pepper, normalForm(text) ?? text)).toString('hex');
  }
}
