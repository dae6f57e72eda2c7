import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/transactions.js';
import { newId } from '../platform/ids.js';
import type { AuditEntryView } from './audit.dto.js';
import { AuditRepository } from './audit.repository.js';
import type { NewAuditEntry } from './audit.types.js';

/** Who changed what. Written in the transaction that changes it, so that neither exists without the other. */
@Injectable()
export class AuditService {
  constructor(private readonly audit: AuditRepository) {}

  async record(tx: Tx, { details = {}, requestId = null, ...entry }: NewAuditEntry): Promise<void> {
    await this.audit.append(tx, { id: newId('audit'), ...entry, details, requestId });
  }

  /** Newest first. */
  async page(
    tx: Tx,
    teamId: string,
    { beforeId, limit }: { beforeId?: string; limit: number },
  ): Promise<AuditEntryView[]> {
    const entries = await this.audit.page(tx, teamId, beforeId, limit);
    return entries.map(({ id, actor, action, subject, details, requestId, at }) => {
      return { id, actor, action, subject, details, requestId, at };
    });
  }
}
