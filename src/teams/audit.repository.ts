import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import type { Tx } from '../platform/database/transactions.js';
import { AuditEntryEntity } from './audit-entry.entity.js';
import type { NewAuditEntry } from './audit.types.js';

export type AuditRow = Required<NewAuditEntry> & { id: string };

@Injectable()
export class AuditRepository {
  /** In SQL because the operator's transactions, on the system connection, know no entities. */
  async append(tx: Tx, { id, teamId, actor, action, subject, details, requestId }: AuditRow): Promise<void> {
    await tx.query(
      `insert into audit_log (id, team_id, actor, action, subject, details, request_id) values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, teamId, actor, action, subject, details, requestId],
    );
  }

  page(tx: Tx, teamId: string, beforeId: string | undefined, limit: number): Promise<AuditEntryEntity[]> {
    return tx.find(AuditEntryEntity, {
      where: { teamId, ...(beforeId && { id: LessThan(beforeId) }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }
}
