import type { DomainError } from '../../platform/errors.js';

export interface RatePolicy {
  /** As headers and errors say it. */
  name: string;
  limit: number;
  windowSeconds: number;
}

/** How a policy stands for one caller. */
export interface RateStanding extends RatePolicy {
  left: number;
  endsInSeconds: number;
}

/** What a door answers with: headers in any case, and the refusal where there is one. */
export interface Admission {
  headers: { 'RateLimit-Policy': string; RateLimit: string };
  refused: DomainError | null;
}

export interface LeaseWish extends RatePolicy {
  /** A token's id, or an address. */
  subject: string;
  want: number;
}

export interface Grant {
  /** 0: the window has no more to give, to any process. */
  granted: number;
  /** To all processes so far. */
  total: number;
  endsInMs: number;
}
