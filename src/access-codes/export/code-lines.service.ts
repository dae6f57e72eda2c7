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
    yield* this.pages(batch, format === 'csv' ? toCsv : toJson);
  }

  /**
   * A line is text as soon as it is made, and what all have in common is made once: a million small things that live as
   * long as their page pile up by the hundred megabytes until all memory is looked through.
   */
  private async *pages(batch: GeneratedBatch, write: (line: Line) => string): AsyncGenerator<string> {
    const common = commonTo(batch);
    const maker = this.keys.maker(batch);
    for (let first = 0; first < batch.nextOrdinal; first += CODES_A_READ) {
      const end = Math.min(first + CODES_A_READ, batch.nextOrdinal);
      const { ordinals, redemptions, revokedAt } = await this.transactions.forTeam(batch.teamId, (tx) =>
        this.codes.slice(tx, batch, first, end),
      );
      // Together, since keystream is cheapest in one piece; a code that was taken leaves a gap, hardly ever.
      const spelt = maker.forPeople(first, end - first);
      const lines = ordinals.map((ordinal, place) => {
        const row = { ordinal, redemptions: redemptions[place]!, codeRevokedAt: revokedAt[place]! };
        return write(toLine(common, row, spelt[ordinal - first]!));
      });
      yield lines.join('');
    }
  }
}

function commonTo({ codeBase, revokedAt, redeemBy }: GeneratedBatch) {
  const ends = redeemBy?.toISOString() ?? null;
  // Only of a job that succeeded is there an export.
  return { codeBase, ends, revokedAt, redeemBy, jobState: 'succeeded' as const };
}

function toLine(
  common: ReturnType<typeof commonTo>,
  row: Pick<CodeRow, 'ordinal' | 'redemptions' | 'codeRevokedAt'>,
  code: string,
): Line {
  return {
    code,
    id: codeId(common.codeBase, row.ordinal),
    status: codeStatus(row, common),
    redemptions: row.redemptions,
    redeemBy: common.ends,
  };
}

/** Nothing in it needs quotes: codes are letters, digits and dashes. */
function toCsv(line: Line): string {
  const { code, id, status, redemptions, redeemBy } = line;
  return `${code},${id},${status},${redemptions},${redeemBy ?? ''}\r\n`;
}

function toJson(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}
