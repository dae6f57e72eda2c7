import { Logger } from '@nestjs/common';
import { pause } from './clock.js';
import { Complaints } from './complaints.js';

/** Runs a round again and again: when woken, and otherwise by the clock. Rounds never overlap; a failed one is logged. */
export class Loop {
  private readonly logger = new Logger('Loop');
  private readonly complaints = new Complaints((text) => this.logger.warn(text));
  private readonly stopping = new AbortController();
  private woken = false;
  private interrupt = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly name: string,
    private readonly everyMs: number,
    private readonly round: () => Promise<void>,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** For rounds of many steps: the one under way is the last. */
  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  wake(): void {
    this.woken = true;
    this.interrupt.abort();
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.interrupt.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.woken = false;
      await this.round().catch((error: unknown) =>
        this.complaints.about(`A round of "${this.name}" failed: ${String(error)}`),
      );
      if (!this.woken) await this.rest();
    }
  }

  private async rest(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.interrupt = new AbortController();
    await pause(this.everyMs, this.interrupt.signal);
  }
}
