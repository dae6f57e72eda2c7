import { Inject, Injectable } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';

/** How many jobs this process submits at once with each key of a team: one that hangs holds no more than its share. */
@Injectable()
export class KeySlots {
  private readonly taken = new Map<string, number>();

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>) {}

  areFull(keyId: string): boolean {
    return this.takenBy(keyId) >= this.config.providers.ownKeys.slots;
  }

  /** Taken before anything is waited for, so that nobody who has looked takes the same one. */
  async during<T>(keyId: string, work: () => Promise<T>): Promise<T> {
    this.taken.set(keyId, this.takenBy(keyId) + 1);
    try {
      return await work();
    } finally {
      const left = this.takenBy(keyId) - 1;
      if (left > 0) this.taken.set(keyId, left);
      else this.taken.delete(keyId);
    }
  }

  private takenBy(keyId: string): number {
    return this.taken.get(keyId) ?? 0;
  }
}
