import { newId } from '../../platform/ids.js';
import type { Actor } from '../../teams/actor.types.js';
import { newCodeBase } from '../codes/code-id.js';
import type { AccessPlan } from '../plans/access-plans.repository.js';
import type { CodeTerms } from './code-batches.dto.js';
import type { NewCodeBatch } from './code-batches.types.js';
import { redeemableTimes } from './expiry.js';

export type DraftBatch = Omit<
  NewCodeBatch,
  'jobId' | 'quantity' | 'sealedKey' | 'format' | 'redemptionPrice'
>;

/** What a batch has whether its codes are made or imported. */
export function draftBatch(actor: Actor, terms: CodeTerms, plan: AccessPlan): DraftBatch {
  return {
    id: newId('batch'),
    teamId: actor.teamId,
    planId: plan.id,
    codeBase: newCodeBase(Date.now()),
    grants: plan.grants,
    ...redeemableTimes(terms),
    maxRedemptions: terms.maxRedemptions ?? 1,
    perSubject: terms.perSubject ?? null,
    label: terms.label ?? null,
    metadata: terms.metadata ?? null,
    createdBy: actor.tokenId,
    requestId: actor.requestId,
  };
}
