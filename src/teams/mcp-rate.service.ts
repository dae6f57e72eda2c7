import { Injectable } from '@nestjs/common';
import { MINUTE_MS, SECOND_MS } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { Actor } from './actor.types.js';
import { FixedWindowStorage } from './fixed-window.storage.js';

/** Counts the messages of the MCP door by token, apart from REST's requests. */
@Injectable()
export class McpRate {
  private readonly windows = new FixedWindowStorage();

  /** Refuses what is over the token's limit; what is refused costs nothing. */
  async take({ tokenId, limits }: Actor, messages = 1): Promise<void> {
    for (let message = 0; message < messages; message++) {
      const { isBlocked, timeToExpire } = await this.windows.increment(
        tokenId,
        MINUTE_MS,
        limits.mcpPerMinute,
      );
      if (isBlocked) throw tooMany(limits.mcpPerMinute, timeToExpire);
    }
  }
}

function tooMany(limit: number, retryAfterSeconds: number): DomainError {
  return new DomainError('rate_limited', `More than ${limit} messages in ${MINUTE_MS / SECOND_MS} seconds.`, {
    retryAfterSeconds,
    context: { policy: 'mcp-per-minute', retryAfterSeconds },
  });
}
