import { Injectable } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions.js';
import type { CodeRow } from '../reading/access-codes.repository.js';
import { AccessCodesRepository } from '../reading/access-codes.repository.js';
import { codeStatus } from '../reading/access-codes.service.js';
import type { GeneratedBatch } from '../batches/code-batches.types.js';
import { codeId } from '../codes/code-id.js';
import { CodeKeys } from '../codes/code-keys.service.js';
import type { Export } from './code-exports.service.js';

const CODES_A_READ = 2_000;
const BYTE_ORDER_MARK = '\uFEFF';
const COLUMNS = ['code', 'id', 'status', 'redemptions', 'redeemBy'] as const;

type Line = Record<(typeof COLUMNS)[number], string | number | null>;

/** The codes of a batch, spelt again page by page as the receiver takes them: a million need no more memory than a page. */
@Injectable()
export class CodeLines {
  constructor(
    private readonly transactions: Transactions,
    private readonly codes: AccessCodesRepository,
    private readonly keys: CodeKeys,
  ) {}

  async *of({ batch, format }: Export, { bom = false }: { bom?: boolean } = {}): AsyncGenerator<string> {
    if (format === 'csv') yield `${bom ? BYTE_ORDER_MARK : ''}${COLUMNS.join(',')}\r\n`;
    for await (const lines of this.pages(batch)) yield lines.map(format === 'csv' ? toCsv : toJson).join('');
  }

  private async *pages(batch: GeneratedBatch): AsyncGenerator<Line[]> {
    const maker = this.keys.maker(batch);
    for (let first = 0; first < batch.nextOrdinal; first += CODES_A_READ) {
      const end = Math.min(first + CODES_A_READ, batch.nextOrdinal);
      const rows = await this.transactions.forTeam(batch.teamId, (tx) =>
        this.codes.slice(tx, batch, first, end),
      );
      // Together, since keystream is cheapest in one piece; a code that was taken leaves a gap, hardly ever.
      const spelt = maker.forPeople(first, end - first);
      yield rows.map((row) => toLine(batch, row, spelt[row.ordinal - first]!));
    }
  }
}

function toLine(
  batch: GeneratedBatch,
  row: Pick<CodeRow, 'ordinal' | 'redemptions' | 'codeRevokedAt'>,
  code: string,
): Line {
  return {
    code,
    id: codeId(batch.codeBase, row.ordinal),
    // Only of a job that succeeded is there an export.
    status: codeStatus(row, { ...batch, jobState: 'succeeded' }),
    redemptions: row.redemptions,
    redeemBy: batch.redeemBy?.toISOString() ?? null,
  };
}

/** Nothing in it needs quotes: codes are letters, digits and dashes. */
function toCsv(line: Line): string {
  return `${COLUMNS.map((column) => line[column] ?? '').join(',')}\r\n`;
}

function toJson(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}
