import { DomainError } from '../../platform/errors.js';
import type { Admission, RateStanding } from './rate.types.js';

export function admission(standings: RateStanding[], full: RateStanding | undefined): Admission {
  let policies = '';
  let left = '';
  // With each answer: no lists of parts.
  for (const standing of standings) {
    const separator = policies && ', ';
    policies += `${separator}"${standing.name}";q=${standing.limit};w=${standing.windowSeconds}`;
    left += `${separator}"${standing.name}";r=${standing.left};t=${standing.endsInSeconds}`;
  }
  return {
    headers: { 'RateLimit-Policy': policies, RateLimit: left },
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
