import { Logger } from '@nestjs/common';
import { SECOND_MS } from '../../clock.js';

interface Supervised {
  isRunning(): boolean;
  restart(): Promise<void>;
}

/** Starts the server again when it died under a running engine, whose pools then reconnect by themselves. */
export class Supervision {
  private readonly logger = new Logger('EmbeddedPostgres');
  private timer: NodeJS.Timeout | undefined;
  private restarting: Promise<void> | undefined;

  constructor(private readonly server: Supervised) {}

  begin(): void {
    this.timer ??= setInterval(() => this.look(), SECOND_MS).unref();
  }

  /** Resolves when no restart is under way any more. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.restarting;
  }

  private look(): void {
    if (this.restarting || this.server.isRunning()) return;
    this.logger.warn('PostgreSQL died; starting it again.');
    this.restarting = this.server
      .restart()
      .catch((error: unknown) => this.logger.error(`PostgreSQL did not start again: ${String(error)}`))
      .finally(() => (this.restarting = undefined));
  }
}
