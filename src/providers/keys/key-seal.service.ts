import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../platform/secret-box.js';

const PURPOSE = 'provider-key';

/** Closes keys for the database: nobody who reads a dump of it can spend on them. */
@Injectable()
export class KeySeal {
  constructor(private readonly box: SecretBox) {}

  seal(key: string): string {
    return this.box.seal(key, PURPOSE);
  }

  /** Throws when SECRET_KEY has no more what it was sealed with. */
  unseal(sealed: string): string {
    return this.box.open(sealed, PURPOSE);
  }
}
