import { Injectable } from '@nestjs/common';
import { CodeKeys } from '../codes/code-keys.service.js';
import { SealedKeysRepository } from './sealed-keys.system.repository.js';

/** Seals batch keys anew when SECRET_KEY has another first key, so that the old one can go without taking codes along. */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly rows: SealedKeysRepository,
    private readonly keys: CodeKeys,
  ) {}

  async sealAnew(): Promise<void> {
    await this.keys.pepper();
    let batches;
    do {
      batches = await this.rows.sealedOtherwise(this.keys.sealedNow());
      const sealed = batches.map(({ id, sealedKey }) => ({ id, sealedKey: this.keys.sealAnew(sealedKey) }));
      await this.rows.replace(sealed);
    } while (batches.length > 0);
  }
}
