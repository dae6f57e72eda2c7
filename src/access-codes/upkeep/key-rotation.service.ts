import { Injectable } from '@nestjs/common';
import { Rests } from '../../platform/rests.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import { type SealedBatchKey, BatchKeysRepository } from './batch-keys.system.repository.js';

/** Seals batch keys anew when SECRET_KEY has another first key, so that the old one can go without taking codes along. */
@Injectable()
export class KeyRotation {
  private readonly rests = new Rests('key of batch');

  constructor(
    private readonly rows: BatchKeysRepository,
    private readonly keys: CodeKeys,
  ) {}

  async sealAnew(): Promise<void> {
    await this.keys.pepper();
    let batches;
    do {
      batches = await this.rows.sealedOtherwise(this.keys.sealedNow(), this.rests.ids());
      await this.rows.replace(await this.openable(batches));
    } while (batches.length > 0);
  }

  /** One whose key was thrown away too early is lost, and keeps none of the others. */
  private async openable(batches: SealedBatchKey[]): Promise<SealedBatchKey[]> {
    const sealed: SealedBatchKey[] = [];
    for (const { id, sealedKey } of batches)
      await this.rests.attempt((takeUp) => {
        takeUp(id);
        sealed.push({ id, sealedKey: this.keys.sealAnew(sealedKey) });
        return Promise.resolve(true);
      });
    return sealed;
  }
}
