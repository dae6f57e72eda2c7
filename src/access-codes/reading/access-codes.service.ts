import { Injectable } from '@nestjs/common';
import { anId, anIndex, PagedList } from '../../platform/http/paged-list.js';
import type { Page } from '../../platform/http/page.dto.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { notFound } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { endedBadly, isGenerated } from '../batches/code-batches.types.js';
import { codeId, partsOfCodeId } from '../codes/code-id.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import type { CodeMaker } from '../codes/code-maker.js';
import { maskOf } from '../codes/code-mask.js';
import type {
  AccessCodeView,
  CodeStatus,
  ListCodesQuery,
  ListRedemptionsQuery,
  RedemptionView,
} from './access-codes.dto.js';
import { AccessCodesRepository, type CodeRow, type RedemptionRow } from './access-codes.repository.js';

const CODES = new PagedList('access codes', anId('batch'), anIndex);
const REDEMPTIONS = new PagedList('redemptions', anId('redemption'));

/** Codes as their team may look at them: masked. */
@Injectable()
export class AccessCodesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: AccessCodesRepository,
    private readonly keys: CodeKeys,
  ) {}

  async list({ teamId }: Actor, query: ListCodesQuery): Promise<Page<AccessCodeView>> {
    const [batchId, ordinal] = CODES.positionOf(query.cursor);
    const after = batchId === undefined ? undefined : { batchId, ordinal: Number(ordinal) };
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.codes.page(tx, { ...query, after }, query.limit + 1),
    );
    const view = this.viewer();
    return CODES.page(rows, query.limit, {
      view,
      position: (row) => [row.batch.id, String(row.ordinal)],
    });
  }

  read({ teamId }: Actor, id: string): Promise<AccessCodeView> {
    return this.transactions.forTeam(teamId, async (tx) => this.view(await this.find(tx, id)));
  }

  async find(tx: Tx, id: string): Promise<CodeRow> {
    const parts = partsOfCodeId(id);
    const row = parts ? await this.codes.byId(tx, parts) : undefined;
    if (!row) throw notFound('access code');
    return row;
  }

  view(row: CodeRow): AccessCodeView {
    return this.viewer()(row);
  }

  async redemptions({ teamId }: Actor, query: ListRedemptionsQuery): Promise<Page<RedemptionView>> {
    const [beforeId] = REDEMPTIONS.positionOf(query.cursor);
    const code = query.codeId === undefined ? undefined : partsOfCodeId(query.codeId);
    if (code === null) throw notFound('access code');
    const { batchId, subject, limit } = query;
    const rows = await this.transactions.forTeam(teamId, (tx) =>
      this.codes.redemptions(tx, { code, batchId, subject, beforeId }, limit + 1),
    );
    return REDEMPTIONS.page(rows, limit, { view: toRedemptionView, position: ({ id }) => id });
  }

  /** The keys of the batches of a page are opened once. */
  private viewer(): (row: CodeRow) => AccessCodeView {
    const makers = new Map<string, CodeMaker>();
    return (row) => toView(row, row.masked ?? this.maskedBy(makers, row));
  }

  private maskedBy(makers: Map<string, CodeMaker>, { batch, ordinal }: CodeRow): string {
    if (!isGenerated(batch)) throw new Error(`Batch ${batch.id} has neither masks nor a key`);
    const maker = makers.get(batch.id) ?? this.keys.maker(batch);
    makers.set(batch.id, maker);
    return maskOf(maker.forPeople(ordinal, 1)[0]!, batch.format);
  }
}

function toView(row: CodeRow, codeMasked: string): AccessCodeView {
  const { batch, ordinal, redemptions } = row;
  const id = codeId(batch.codeBase, ordinal);
  return {
    id,
    codeId: id,
    codeMasked,
    batchId: batch.id,
    planId: batch.planId,
    status: codeStatus(row, batch),
    redemptions,
    maxRedemptions: batch.maxRedemptions,
    redeemFrom: batch.redeemFrom,
    redeemBy: batch.redeemBy,
    revokedAt: revokedAt(row),
    createdAt: batch.createdAt,
  };
}

/** When its job ended badly, no code of it was good any more. */
function revokedAt({ codeRevokedAt, batch }: CodeRow): Date | null {
  return codeRevokedAt ?? batch.revokedAt ?? (endedBadly(batch.jobState) ? batch.jobFinishedAt : null);
}

export function codeStatus(
  { codeRevokedAt, redemptions }: Pick<CodeRow, 'codeRevokedAt' | 'redemptions'>,
  { revokedAt, redeemBy, jobState }: Pick<CodeRow['batch'], 'revokedAt' | 'redeemBy' | 'jobState'>,
): CodeStatus {
  if (codeRevokedAt ?? revokedAt) return 'revoked';
  if (endedBadly(jobState)) return 'revoked';
  if (redeemBy && redeemBy <= new Date()) return 'expired';
  return redemptions > 0 ? 'redeemed' : 'unredeemed';
}

function toRedemptionView(row: RedemptionRow): RedemptionView {
  const { id, batchId, planId, subject, granted, createdAt } = row;
  return {
    id,
    redemptionId: id,
    codeId: codeId(row.codeBase, row.ordinal),
    batchId,
    planId,
    subject,
    granted,
    creditsMoved: Number(row.credits),
    creditsClawedBack: Number(row.clawedBack),
    createdAt,
  };
}
