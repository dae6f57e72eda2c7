import { DomainError } from '../../platform/errors.js';
import { endedBadly } from '../batches/code-batches.types.js';
import type { Verdict } from './redemptions.dto.js';
import type { FoundCode } from './redemptions.system.repository.js';

/** The first that applies, from what never changes again to what may be different in a moment. */
export function verdictOn(code: FoundCode): Verdict {
  if (isRevoked(code)) return 'revoked';
  if (code.redeemBy && code.redeemBy <= code.now) return 'expired';
  if (!code.completedAt || (code.redeemFrom && code.redeemFrom > code.now)) return 'not_yet_valid';
  if (code.perSubject !== null && code.redemptionsBySubject >= code.perSubject)
    return 'already_redeemed_by_subject';
  if (code.redemptions >= code.maxRedemptions) return 'exhausted';
  return code.issuerBalance < creditsNeeded(code) ? 'issuer_out_of_credits' : 'valid';
}

/** What the issuing team pays; what it would give to itself moves nothing. */
function creditsNeeded({ grants, isOwn, redemptionPrice }: FoundCode): number {
  return (isOwn ? 0 : (grants.credits ?? 0)) + redemptionPrice;
}

/** Codes of a job that did not end well count as revoked, and so do those of a team while it is suspended. */
function isRevoked({ codeRevokedAt, revokedAt, jobState, issuerStatus }: FoundCode): boolean {
  if (codeRevokedAt ?? revokedAt) return true;
  return endedBadly(jobState) || issuerStatus === 'suspended';
}

const REASONS: Record<Exclude<Verdict, 'valid'>, string> = {
  not_found: 'There is no such code.',
  malformed: 'This can not be a code: it was probably mistyped.',
  not_yet_valid: 'This code is not good yet.',
  expired: 'This code has expired.',
  revoked: 'This code was revoked.',
  exhausted: 'This code was redeemed as often as it can be.',
  already_redeemed_by_subject: 'This subject has redeemed this code already.',
  issuer_out_of_credits: 'The team that issued this code can not pay for what it grants.',
};

export function codeRefused(verdict: Exclude<Verdict, 'valid'>): DomainError {
  return new DomainError('code_refused', REASONS[verdict], { context: { verdict } });
}
