import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/secret-box.js';
import type { CodeFormat } from './code-format.js';
import { CodeMaker } from './code-maker.js';
import { PepperRepository } from './pepper.system.repository.js';

const KEY_BYTES = 32;
const BATCH_KEY = 'access-code-batch';
const PEPPER = 'access-code-pepper';

/** The secrets behind codes: the key of each batch, and the pepper of all hashes. Both rest sealed with SECRET_KEY. */
@Injectable()
export class CodeKeys {
  private known: Promise<string> | undefined;

  constructor(
    private readonly secrets: SecretBox,
    private readonly peppers: PepperRepository,
  ) {}

  newBatchKey(): string {
    return this.secrets.seal(randomBytes(KEY_BYTES).toString('base64'), BATCH_KEY);
  }

  sealAnew(sealedKey: string): string {
    return this.secrets.seal(this.secrets.open(sealedKey, BATCH_KEY), BATCH_KEY);
  }

  /** What keys begin with that need not be sealed anew. */
  sealedNow(): string {
    return this.secrets.prefix;
  }

  maker({ sealedKey, format }: { sealedKey: string; format: CodeFormat }): CodeMaker {
    return new CodeMaker(Buffer.from(this.secrets.open(sealedKey, BATCH_KEY), 'base64'), format);
  }

  /** Made by whoever needs it first; a hexadecimal text as long as a block of SHA-256. */
  pepper(): Promise<string> {
    this.known ??= this.readPepper().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  private async readPepper(): Promise<string> {
    const fresh = this.secrets.seal(randomBytes(KEY_BYTES).toString('hex'), PEPPER);
    const kept = await this.peppers.findOrKeep(fresh);
    const pepper = this.secrets.open(kept, PEPPER);
    if (!kept.startsWith(this.secrets.prefix)) await this.peppers.replace(this.secrets.seal(pepper, PEPPER));
    return pepper;
  }
}
