import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Grant, LeaseWish } from './rate.types.js';

const MOST_AT_ONCE = 500;

interface Waiting {
  wish: LeaseWish;
  resolve: (grant: Grant) => void;
  reject: (error: unknown) => void;
}

/** Wishes that arrive while one statement is under way share the next: many tokens cost one round trip. */
export class GrantDesk {
  private readonly waiting: Waiting[] = [];
  private open = false;

  constructor(private readonly grant: (wishes: LeaseWish[]) => Promise<Grant[]>) {}

  /** One wish at a time for each subject and policy. */
  ask(wish: LeaseWish): Promise<Grant> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ wish, resolve, reject });
      if (!this.open) void this.serve();
    });
  }

  private async serve(): Promise<void> {
    this.open = true;
    await nextTurn();
    while (this.waiting.length > 0) await this.serveSome(this.waiting.splice(0, MOST_AT_ONCE));
    this.open = false;
  }

  private async serveSome(some: Waiting[]): Promise<void> {
    try {
      const grants = await this.grant(some.map(({ wish }) => wish));
      some.forEach(({ resolve }, index) => resolve(grants[index]!));
    } catch (error) {
      for (const { reject } of some) reject(error);
    }
  }
}
