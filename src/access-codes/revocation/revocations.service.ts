import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import type { AuditAction } from '../../teams/audit.types.js';
import type { CodeBatchView } from '../batches/code-batches.dto.js';
import { CodeBatchesService } from '../batches/code-batches.service.js';
import { CodeEvents } from '../code-events.service.js';
import type { AccessCodeView } from '../reading/access-codes.dto.js';
import { AccessCodesService } from '../reading/access-codes.service.js';
import { RevocationsRepository } from './revocations.repository.js';

/** Ends codes: one, or a whole batch as one row and one event. Doing it again is no error and tells nobody anew. */
@Injectable()
export class Revocations {
  constructor(
    private readonly rows: RevocationsRepository,
    private readonly batches: CodeBatchesService,
    private readonly codes: AccessCodesService,
    private readonly events: CodeEvents,
    private readonly audit: AuditService,
  ) {}

  async revokeBatch(tx: Tx, actor: Actor, id: string, clawBack: boolean): Promise<CodeBatchView> {
    const batch = await this.batches.find(tx, id);
    if (await this.rows.revokeBatch(tx, batch.number)) {
      await this.events.batchRevoked(tx, { ...batch, requestId: actor.requestId }, clawBack);
      await this.record(tx, actor, id, { action: 'access_codes.revoked', details: { clawBack } });
    }
    if (clawBack) await this.rows.markForClawBack(tx, batch.number, null);
    return this.batches.view(tx, id);
  }

  async revokeCode(tx: Tx, actor: Actor, id: string, clawBack: boolean): Promise<AccessCodeView> {
    const { batch, ordinal } = await this.codes.find(tx, id);
    const revoked = await this.rows.revokeCode(tx, batch.number, ordinal);
    const view = this.codes.view(await this.codes.find(tx, id));
    if (revoked) {
      const { codeId, codeMasked: code } = view;
      await this.events.codeRevoked(tx, { ...batch, requestId: actor.requestId }, { codeId, code, clawBack });
      await this.record(tx, actor, id, { action: 'access_code.revoked', details: { clawBack } });
    }
    if (clawBack) await this.rows.markForClawBack(tx, batch.number, ordinal);
    return view;
  }

  private record(
    tx: Tx,
    { teamId, tokenId, requestId }: Actor,
    subject: string,
    entry: { action: AuditAction; details: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(tx, { teamId, actor: tokenId, subject, requestId, ...entry });
  }
}
