import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import { CodeBatchesRepository } from './code-batches.repository.js';
import type { NewCodeBatch } from './code-batches.types.js';

type ImportedBatch = Omit<NewCodeBatch, 'jobId' | 'sealedKey' | 'format'>;

export interface ImportedCode {
  hash: Buffer;
  masked: string;
  /** Without dashes. */
  length: number;
}

@Injectable()
export class CodeImportsRepository {
  constructor(private readonly batches: CodeBatchesRepository) {}

  /** Answers how many were new; whoever gets fewer than there are rolls back. */
  async insert(tx: Tx, draft: ImportedBatch, codes: ImportedCode[]): Promise<number> {
    const imported = { jobId: null, sealedKey: null, format: {} };
    const batch = await this.batches.insert(tx, { ...draft, ...imported });
    const [{ added } = { added: 0 }] = await tx.query<{ added: number }[]>(
      `with added as (
         insert into access_codes (hash, team_id, batch, ordinal, masked)
         select decode(hash, 'hex'), $1, $2, place - 1, masked
         from unnest($3::text[], $4::text[]) with ordinality code(hash, masked, place) order by hash
         on conflict do nothing returning 1)
       select count(*)::int as added from added`,
      [
        batch.teamId,
        batch.number,
        codes.map(({ hash }) => hash.toString('hex')),
        codes.map(({ masked }) => masked),
      ],
    );
    await tx.query(
      `update access_code_batches set made = $2, next_ordinal = $2,
              completed_at = case when quantity = $2 then now() end where number = $1`,
      [batch.number, added],
    );
    await tx.query(
      `insert into imported_lengths (team_id, length) select $1, length from unnest($2::int[]) length
       order by length on conflict do nothing`,
      [batch.teamId, [...new Set(codes.map(({ length }) => length))]],
    );
    return added;
  }

  /** Which of them the team had before this batch, by their hashes; what other teams have is out of sight. */
  async hadBefore(tx: Tx, batchId: string, codes: ImportedCode[]): Promise<Set<string>> {
    const had = await tx.query<{ hash: Buffer }[]>(
      `select code.hash from access_codes code join access_code_batches batch on batch.number = code.batch
       where code.hash = any($1) and batch.id <> $2`,
      [codes.map(({ hash }) => hash), batchId],
    );
    return new Set(had.map(({ hash }) => hash.toString('hex')));
  }
}
