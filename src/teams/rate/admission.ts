import { DomainError } from '../../platform/errors.js';
import type { Admission, RateStanding } from './rate.types.js';

export function admission(standings: RateStanding[], full: RateStanding | undefined): Admission {
  return {
    headers: {
      'RateLimit-Policy': standings
        .map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)
        .join(', '),
      RateLimit: standings
        .map(({ name, left, endsInSeconds }) => `"${name}";r=${left};t=${endsInSeconds}`)
        .join(', '),
    },
    refused: full ? rateLimited(full) : null,
  };
}

export function rateLimited({
  name,
  limit,
  windowSeconds,
  endsInSeconds,
}: Omit<RateStanding, 'left'>): DomainError {
  return new DomainError('rate_limited', `More than ${limit} requests in ${windowSeconds} seconds.`, {
    retryAfterSeconds: Math.max(1, endsInSeconds),
    context: { policy: name },
  });
}
