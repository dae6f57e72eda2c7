import { Injectable } from '@nestjs/common';
import { EventsService } from '../events/events.service.js';
import type { EventType } from '../events/events.types.js';
import type { Tx } from '../platform/database/transactions.js';
import type { CodeBatch } from './batches/code-batches.types.js';
import type { Grants } from './plans/access-plans.dto.js';

export interface RedemptionFacts {
  redemptionId: string;
  codeId: string;
  code: string;
  subject: string;
  granted: Grants;
  redemptions: number;
}

type BatchFacts = Pick<
  CodeBatch,
  'id' | 'teamId' | 'planId' | 'label' | 'redeemBy' | 'maxRedemptions' | 'requestId'
>;

/** What a team hears of its codes: whole batches once, single codes masked. Written in the transaction that did it. */
@Injectable()
export class CodeEvents {
  constructor(private readonly events: EventsService) {}

  generated(tx: Tx, batch: BatchFacts & Pick<CodeBatch, 'jobId' | 'quantity'>): Promise<void> {
    const data = { ...batchFacts(batch), jobId: batch.jobId, count: batch.quantity };
    return this.tell(tx, 'access_codes.generated', batch, data);
  }

  batchRevoked(tx: Tx, batch: BatchFacts, clawBack: boolean): Promise<void> {
    return this.tell(tx, 'access_codes.revoked', batch, { ...batchFacts(batch), clawBack });
  }

  /** All of a batch in one: a million codes that end at midnight are one piece of news. */
  expired(tx: Tx, batch: BatchFacts, count: number): Promise<void> {
    return this.tell(tx, 'access_codes.expired', batch, { ...batchFacts(batch), count });
  }

  codeRevoked(
    tx: Tx,
    batch: BatchFacts,
    code: { codeId: string; code: string; clawBack: boolean },
  ): Promise<void> {
    const data = { ...codeFacts(batch), ...code };
    return this.tell(tx, 'access_code.revoked', batch, data, code.codeId);
  }

  redeemed(tx: Tx, batch: BatchFacts, redemption: RedemptionFacts): Promise<void> {
    const data = { ...codeFacts(batch), ...redemption, maxRedemptions: batch.maxRedemptions };
    return this.tell(tx, 'access_code.redeemed', batch, data, redemption.redemptionId);
  }

  private async tell(
    tx: Tx,
    type: EventType,
    { id, teamId, requestId }: BatchFacts,
    data: object,
    subject = id,
  ): Promise<void> {
    await this.events.append(tx, teamId, [{ type, subject, data, requestId }]);
  }
}

function codeFacts({ id, planId, label }: BatchFacts) {
  return { batchId: id, planId, label };
}

function batchFacts(batch: BatchFacts) {
  return { ...codeFacts(batch), redeemBy: batch.redeemBy?.toISOString() ?? null };
}
