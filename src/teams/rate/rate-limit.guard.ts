import { type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerRequest } from '@nestjs/throttler';
import type { FastifyReply } from 'fastify';
import { MINUTE_MS } from '../../platform/clock.js';
import type { AuthenticatedRequest } from '../authenticated-request.types.js';
import { admission } from './admission.js';
import { RateLimits } from './rate-limits.service.js';
import type { Admission } from './rate.types.js';

/** For those who are no team: the operator, and the readers of public routes. In each process. */
const PER_ADDRESS = { name: 'per-address', limit: 3_000, windowSeconds: MINUTE_MS / 1_000 };

/** Counts after the token guard, by token and not by route. `@SkipThrottle()` exempts a route. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  @Inject(RateLimits)
  private readonly limits: RateLimits;

  protected override async handleRequest({ context, ttl }: ThrottlerRequest): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();
    const { actor } = request;
    const { headers, refused } = actor
      ? await this.limits.forRest(actor)
      : await this.byAddress(request, ttl);
    http.getResponse<FastifyReply>().headers(headers);
    if (refused) throw refused;
    return true;
  }

  /** Other doors than HTTP limit by their own words. */
  protected override async shouldSkip(context: ExecutionContext): Promise<boolean> {
    return context.getType() !== 'http';
  }

  private async byAddress(request: AuthenticatedRequest, ttl: number): Promise<Admission> {
    const { name, limit } = PER_ADDRESS;
    const key = await this.getTracker(request);
    const hit = await this.storageService.increment(key, ttl, limit, ttl, name);
    const standing = {
      ...PER_ADDRESS,
      left: Math.max(0, limit - hit.totalHits),
      endsInSeconds: hit.timeToExpire,
    };
    return admission([standing], hit.isBlocked ? standing : undefined);
  }
}
