import { SECOND_MS } from '../../platform/clock.js';

/** What a queue works off in this time may be sent ahead: a team that comes late waits so much longer. */
const AHEAD_MS = SECOND_MS / 4;

/** However short the jobs were, nobody waits behind more rounds of the slots than these. */
const MOST_ROUNDS_AHEAD = 10;

/** The share of what is sent ahead that has to be gone before more is sent: to look is a transaction. */
export const WORTH_A_LOOK = 0.75;

/** How fast a queue takes jobs, from what was sent to it; what was a second ago counts about a third. */
export class Pace {
  private perMs = 0;
  private at: number;
  private freed = 0;

  constructor(
    private readonly slots: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.at = this.now();
  }

  sent(jobs: number): void {
    this.fade();
    this.freed = 0;
    this.perMs += jobs / SECOND_MS;
  }

  /** How many jobs it takes within the time for which is sent ahead. */
  ahead(): number {
    this.fade();
    return Math.min(Math.floor(this.perMs * AHEAD_MS), MOST_ROUNDS_AHEAD * this.slots);
  }

  /** Counts a job that left its slot, and answers whether enough of what was sent ahead is gone. */
  freedSlot(): boolean {
    return ++this.freed > this.ahead() * WORTH_A_LOOK;
  }

  private fade(): void {
    const now = this.now();
    this.perMs *= Math.exp((this.at - now) / SECOND_MS);
    this.at = now;
  }
}
