import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import { MINUTE_MS } from '../platform/clock.js';
import { DomainError } from '../platform/errors.js';
import type { AuthenticatedRequest } from './authenticated-request.types.js';

const WINDOW_SECONDS = MINUTE_MS / 1_000;
/** For those who are no team: the operator, and the readers of public routes. */
const PER_ADDRESS_LIMIT = 3_000;

interface RatePolicy {
  name: string;
  limit: number;
  key: string;
}

/** Counts after the token guard, by token and not by route. `@SkipThrottle()` exempts a route. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override async handleRequest({
    context,
    ttl,
    blockDuration,
    throttler,
  }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const policy = await this.policyFor(http.getRequest<AuthenticatedRequest>());
    const { totalHits, timeToExpire, isBlocked } = await this.storageService.increment(
      policy.key,
      ttl,
      policy.limit,
      blockDuration,
      throttler.name ?? 'default',
    );
    const left = Math.max(0, policy.limit - totalHits);
    http
      .getResponse<FastifyReply>()
      .header('RateLimit-Policy', `"${policy.name}";q=${policy.limit};w=${WINDOW_SECONDS}`)
      .header('RateLimit', `"${policy.name}";r=${left};t=${timeToExpire}`);
    if (isBlocked) throw rateLimited(policy, timeToExpire);
    return true;
  }

  /** Other doors than HTTP limit by their own words. */
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http';
  }

  private async policyFor(request: AuthenticatedRequest): Promise<RatePolicy> {
    const { actor } = request;
    return actor
      ? { name: 'rest-per-minute', limit: actor.limits.restPerMinute, key: actor.tokenId }
      : { name: 'per-address', limit: PER_ADDRESS_LIMIT, key: await this.getTracker(request) };
  }
}

function rateLimited({ name, limit }: RatePolicy, retryAfterSeconds: number): DomainError {
  return new DomainError('rate_limited', `More than ${limit} requests in ${WINDOW_SECONDS} seconds.`, {
    retryAfterSeconds,
    context: { policy: name },
  });
}
