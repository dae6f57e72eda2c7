import { Injectable } from '@nestjs/common';
import { MINUTE_MS } from '../../platform/clock.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { DomainError } from '../../platform/errors.js';
import { type SignedLink, SignedLinks } from '../../platform/http/signed-links.js';
import type { Actor } from '../../teams/actor.types.js';
import { AuditService } from '../../teams/audit.service.js';
import { CodeBatchesService } from '../batches/code-batches.service.js';
import { type CodeBatch, type GeneratedBatch, isGenerated } from '../batches/code-batches.types.js';
import { CodeExportRepository } from './code-export.system.repository.js';
import type { ExportFormat } from './code-exports.dto.js';

const LINK_TTL_MS = 15 * MINUTE_MS;

export interface Export {
  batch: GeneratedBatch;
  format: ExportFormat;
}

/** Who gets to read codes; every time is on record. */
@Injectable()
export class CodeExports {
  constructor(
    private readonly transactions: Transactions,
    private readonly batches: CodeBatchesService,
    private readonly ofLinks: CodeExportRepository,
    private readonly links: SignedLinks,
    private readonly audit: AuditService,
  ) {}

  /** For a token that may read codes. */
  open(actor: Actor, id: string, format: ExportFormat): Promise<Export> {
    const { teamId, tokenId, requestId } = actor;
    return this.transactions.forTeam(teamId, async (tx) => {
      const batch = exportable(await this.batches.find(tx, id));
      await this.record(tx, { teamId, actor: tokenId, batch, format, requestId, as: 'file' });
      return { batch, format };
    });
  }

  /** A link that opens the same for a quarter of an hour without a token, for whoever it is handed to. */
  link(actor: Actor, id: string, format: ExportFormat): Promise<SignedLink & { count: number }> {
    const { teamId, tokenId, requestId } = actor;
    return this.transactions.forTeam(teamId, async (tx) => {
      const batch = exportable(await this.batches.find(tx, id));
      await this.record(tx, { teamId, actor: tokenId, batch, format, requestId, as: 'link' });
      return { ...this.links.signBriefly(linkPath(id, format), LINK_TTL_MS), count: batch.made };
    });
  }

  /** Only for a link whose signature was found good: it stands for the team's consent. */
  async openLink(id: string, format: ExportFormat, requestId: string): Promise<Export> {
    const teamId = await this.ofLinks.teamOf(id);
    return this.transactions.forTeam(teamId, async (tx) => {
      const batch = exportable(await this.batches.find(tx, id));
      await this.record(tx, { teamId, actor: 'link', batch, format, requestId, as: 'file' });
      return { batch, format };
    });
  }

  private record(
    tx: Tx,
    given: {
      teamId: string;
      actor: string;
      batch: CodeBatch;
      format: ExportFormat;
      requestId: string;
      as: 'file' | 'link';
    },
  ): Promise<void> {
    const { teamId, actor, batch, format, requestId, as } = given;
    const details = { format, as, count: batch.made };
    const entry = { teamId, actor, action: 'access_codes.exported' as const, subject: batch.id };
    return this.audit.record(tx, { ...entry, details, requestId });
  }
}

export function linkPath(batchId: string, format: ExportFormat): string {
  return `/v1/access-code-batches/${batchId}/export/${format}`;
}

function exportable(batch: CodeBatch): GeneratedBatch {
  if (!isGenerated(batch))
    throw new DomainError(
      'invalid_state',
      'Imported codes are kept as hashes only and can not be exported.',
      {
        remediation: 'Keep the list that they were imported from.',
        context: { status: 'imported' },
      },
    );
  if (!batch.completedAt)
    throw new DomainError('invalid_state', 'The codes of this batch are not all made.', {
      remediation:
        'Wait until the job of the batch is completed; codes of one that failed or was canceled are not good.',
      context: { made: batch.made, quantity: batch.quantity },
    });
  return batch;
}
