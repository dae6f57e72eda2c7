import { Logger } from '@nestjs/common';
import { HOUR_MS, MINUTE_MS } from './clock.js';

/** Where so many fail it is not their own doing, and no use to try the next. */
const MOST_AT_REST = 100;

interface Rest {
  until: number;
  lengthMs: number;
}

/**
 * For rounds that take up one due thing after the other: what fails is left alone for a while, twice as long each time, so
 * that it does not hold up those behind it for ever. In memory only: a new process, mended perhaps, tries at once.
 */
export class Rests {
  private readonly logger = new Logger('Rests');
  private readonly resting = new Map<string, Rest>();

  constructor(
    private readonly what: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** What is not to be taken up now. */
  ids(): string[] {
    const now = this.now();
    // Taken up long since, unless it is gone.
    for (const [id, { until }] of this.resting) if (until + HOUR_MS < now) this.resting.delete(id);
    return [...this.resting].filter(([, { until }]) => until > now).map(([id]) => id);
  }

  /** Whether there was something to do. `work` tells what it takes up; a failure before that is the round's. */
  async attempt(work: (takeUp: (id: string) => void) => Promise<boolean>): Promise<boolean> {
    let taken: string | undefined;
    try {
      const wasSomething = await work((id) => (taken = id));
      if (taken !== undefined) this.resting.delete(taken);
      return wasSomething;
    } catch (error) {
      if (taken === undefined || this.ids().length >= MOST_AT_REST) throw error;
      this.rest(taken, error);
      return true;
    }
  }

  private rest(id: string, error: unknown): void {
    const lengthMs = Math.min(HOUR_MS, (this.resting.get(id)?.lengthMs ?? MINUTE_MS / 2) * 2);
    this.resting.set(id, { until: this.now() + lengthMs, lengthMs });
    this.logger.error(
      `The ${this.what} ${id} failed and rests for ${lengthMs / MINUTE_MS} min: ${String(error)}`,
    );
  }
}
