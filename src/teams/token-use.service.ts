import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../platform/clock.js';
import { TokenSystemRepository } from './token.system.repository.js';

const FLUSH_EVERY_MS = 5 * SECOND_MS;
const NOTE_EVERY_MS = MINUTE_MS;

/** Keeps `lastUsedAt` true to the minute at the price of one small statement for many requests. */
@Injectable()
export class TokenUseService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenUseService.name);
  private uses = new Map<string, Date>();
  private timer?: NodeJS.Timeout;

  constructor(private readonly tokens: TokenSystemRepository) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_EVERY_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  note(tokenId: string, lastUsedAt: Date | null): void {
    const now = new Date();
    if (lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= NOTE_EVERY_MS)
      this.uses.set(tokenId, now);
  }

  private async flush(): Promise<void> {
    if (this.uses.size === 0) return;
    const uses = this.uses;
    this.uses = new Map();
    // Lost notes are noted again with the next use; no request should fail for them.
    await this.tokens
      .markUsed(uses)
      .catch((error: unknown) => this.logger.warn(error, 'Uses of tokens were not noted'));
  }
}
