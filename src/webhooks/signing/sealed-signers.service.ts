import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Webhook } from 'standardwebhooks';
import { SecretBox } from '../../platform/secret-box.js';
import type { Signers } from './signature.js';
import { readPrivateKey } from './signing-keys.js';

const PURPOSE = 'webhook-signing';
const KEPT_OPEN = 5_000;

/** Secrets as the database holds them: nobody who reads a dump of it can sign. */
export interface SealedSecrets {
  secrets: string[];
  privateKeys: string[];
}

/** Seals what signs, and opens it for those who sign. */
@Injectable()
export class SealedSigners {
  /** Opening and reading a key takes longer than signing with it. */
  private readonly open = new Map<string, Webhook | KeyObject>();

  constructor(private readonly box: SecretBox) {}

  seal(text: string): string {
    return this.box.seal(text, PURPOSE);
  }

  unseal(sealed: string): string {
    return this.box.open(sealed, PURPOSE);
  }

  signersOf({ secrets, privateKeys }: SealedSecrets): Signers {
    return {
      symmetric: secrets.map((sealed) => this.opened(sealed, (text) => new Webhook(text))),
      asymmetric: privateKeys.map((sealed) => this.opened(sealed, readPrivateKey)),
    };
  }

  private opened<T extends Webhook | KeyObject>(sealed: string, read: (text: string) => T): T {
    const known = this.open.get(sealed);
    if (known) return known as T;
    const made = read(this.unseal(sealed));
    if (this.open.size >= KEPT_OPEN) this.open.clear();
    this.open.set(sealed, made);
    return made;
  }
}
