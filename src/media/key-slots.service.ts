import { Inject, Injectable } from '@nestjs/common';
import { SECOND_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';

const LONGEST_WAIT_SECONDS = 30;

/** How many jobs this process submits at once with each key of a team: one that hangs holds no more than its share. */
@Injectable()
export class KeySlots {
  private readonly taken = new Map<string, number>();
  private readonly turnedAway = new Map<string, number>();

  constructor(@Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'providers'>) {}

  /**
   * When to look again; 0 when there is one. The more were turned away since one was free, the later, and each at another
   * time: a backlog behind one key must not use up the looks of all teams.
   */
  untilFreeMs(keyId: string): number {
    const { slots } = this.config.providers.ownKeys;
    if (this.takenBy(keyId) < slots) {
      this.turnedAway.delete(keyId);
      return 0;
    }
    const before = this.turnedAway.get(keyId) ?? 0;
    this.turnedAway.set(keyId, before + 1);
    return SECOND_MS * Math.min(LONGEST_WAIT_SECONDS, 1 + Math.random() + before / (2 * slots));
  }

  /** Taken before anything is waited for, so that nobody who has looked takes the same one. */
  async during<T>(keyId: string, work: () => Promise<T>): Promise<T> {
    this.taken.set(keyId, this.takenBy(keyId) + 1);
    try {
      return await work();
    } finally {
      const left = this.takenBy(keyId) - 1;
      if (left > 0) this.taken.set(keyId, left);
      else this.forget(keyId);
    }
  }

  private forget(keyId: string): void {
    this.taken.delete(keyId);
    this.turnedAway.delete(keyId);
  }

  private takenBy(keyId: string): number {
    return this.taken.get(keyId) ?? 0;
  }
}
