import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions.js';
import type { CodeBatch, CodeBatchStanding, NewCodeBatch } from './code-batches.types.js';

export const BATCH_COLUMNS = `batch.id, batch.number, batch.team_id as "teamId", batch.plan_id as "planId",
  batch.job_id as "jobId", batch.quantity, batch.made, batch.next_ordinal as "nextOrdinal", batch.code_base as "codeBase",
  batch.sealed_key as "sealedKey", batch.code_format as format, batch.grants, batch.redeem_from as "redeemFrom",
  batch.redeem_by as "redeemBy", batch.max_redemptions as "maxRedemptions", batch.per_subject as "perSubject",
  batch.redemption_price as "redemptionPrice", batch.label, batch.metadata, batch.created_by as "createdBy",
  batch.request_id as "requestId", batch.created_at as "createdAt", batch.completed_at as "completedAt",
  batch.revoked_at as "revokedAt", batch.redeemed, batch.revoked`;

const STANDING = `${BATCH_COLUMNS}, job.state as "jobState"
  from access_code_batches batch left join jobs job on job.id = batch.job_id`;

@Injectable()
export class CodeBatchesRepository {
  async insert(tx: Tx, batch: NewCodeBatch): Promise<CodeBatch> {
    const [inserted] = await tx.query<CodeBatch[]>(
      `insert into access_code_batches as batch (id, team_id, plan_id, job_id, quantity, code_base, sealed_key, code_format,
         grants, redeem_from, redeem_by, max_redemptions, per_subject, redemption_price, label, metadata, created_by, request_id)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
       returning ${BATCH_COLUMNS}`,
      [
        batch.id,
        batch.teamId,
        batch.planId,
        batch.jobId,
        batch.quantity,
        batch.codeBase,
        batch.sealedKey,
        JSON.stringify(batch.format),
        JSON.stringify(batch.grants),
        batch.redeemFrom,
        batch.redeemBy,
        batch.maxRedemptions,
        batch.perSubject,
        batch.redemptionPrice,
        batch.label,
        batch.metadata && JSON.stringify(batch.metadata),
        batch.createdBy,
        batch.requestId,
      ],
    );
    return inserted!;
  }

  async byId(tx: Tx, id: string): Promise<CodeBatch | undefined> {
    const [batch] = await tx.query<CodeBatch[]>(
      `select ${BATCH_COLUMNS} from access_code_batches batch where id = $1`,
      [id],
    );
    return batch;
  }

  async ofJob(tx: Tx, jobId: string): Promise<CodeBatch | undefined> {
    const [batch] = await tx.query<CodeBatch[]>(
      `select ${BATCH_COLUMNS} from access_code_batches batch where job_id = $1`,
      [jobId],
    );
    return batch;
  }

  async standing(tx: Tx, id: string): Promise<CodeBatchStanding | undefined> {
    const [batch] = await tx.query<CodeBatchStanding[]>(`select ${STANDING} where batch.id = $1`, [id]);
    return batch;
  }

  page(
    tx: Tx,
    { planId, beforeId }: { planId?: string; beforeId?: string },
    limit: number,
  ): Promise<CodeBatchStanding[]> {
    return tx.query(
      `select ${STANDING}
       where ($1::text is null or batch.plan_id = $1) and ($2::text is null or batch.id < $2)
       order by batch.id desc limit $3`,
      [planId ?? null, beforeId ?? null, limit],
    );
  }

  /** Of a batch whose last code is made. */
  async complete(tx: Tx, id: string): Promise<void> {
    await tx.query(
      `update access_code_batches set completed_at = now() where id = $1 and completed_at is null and made = quantity`,
      [id],
    );
  }
}
