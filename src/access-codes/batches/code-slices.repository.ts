import { Injectable } from '@nestjs/common';
import type { JobRecord } from '../../jobs/job.types.js';
import { sqlState } from '../../platform/database/sql-state.js';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import { HASH_BYTES } from '../codes/code-hash.js';
import type { CodeBatch, CodeSlice } from './code-batches.types.js';
import { ROW_BYTES } from './code-slice.js';

const TAKEN = '23505';

/** All rows of a slice are one parameter, cut up by the database: no row costs a parameter or a parse of its own. */
const INSERT = `
  insert into access_codes (hash, team_id, batch, ordinal)
  select substring($1::bytea from at + 1 for ${HASH_BYTES}), $2, $3::bigint,
         $4::integer + get_byte($1::bytea, at + ${HASH_BYTES}) * 256 + get_byte($1::bytea, at + ${HASH_BYTES + 1})
  from generate_series(0, ($5::integer - 1) * ${ROW_BYTES}, ${ROW_BYTES}) at`;

const INSERT_NEW_ONES = `
  with added as (${INSERT} on conflict do nothing returning 1) select count(*)::int as added from added`;

type Claim = Pick<JobRecord, 'id' | 'fence' | 'teamId'>;

@Injectable()
export class CodeSlicesRepository {
  constructor(private readonly transactions: Transactions) {}

  /**
   * Stores a slice and how far the batch is in one commit, if the claim is still held and the batch is where the slice
   * begins. Answers how many codes it added; null when somebody else has the job, or did this part already.
   */
  async store(claim: Claim, batch: CodeBatch, slice: CodeSlice): Promise<number | null> {
    try {
      return await this.storeWith(INSERT, claim, batch, slice);
    } catch (error) {
      // Two codes alike, which hardly ever happens: to look out for them in every row would cost a third of the speed.
      if (sqlState(error) !== TAKEN) throw error;
      return this.storeWith(INSERT_NEW_ONES, claim, batch, slice);
    }
  }

  private storeWith(
    insert: string,
    claim: Claim,
    batch: CodeBatch,
    slice: CodeSlice,
  ): Promise<number | null> {
    return this.transactions.forTeam(claim.teamId, async (tx) => {
      if (!(await this.isNext(tx, claim, batch, slice))) return null;
      const parameters = [slice.rows, batch.teamId, batch.number, slice.first, slice.count];
      const [counted] = await tx.query<{ added: number }[]>(insert, parameters);
      const added = counted?.added ?? slice.count;
      await tx.query(
        `update access_code_batches set made = made + $2, next_ordinal = next_ordinal + $3 where number = $1`,
        [batch.number, added, slice.count],
      );
      return added;
    });
  }

  /** The lock makes a worker that lost its claim, and does not know yet, wait and then see that it is late. */
  private async isNext(
    tx: Tx,
    { id, fence }: Claim,
    { number }: CodeBatch,
    { first }: CodeSlice,
  ): Promise<boolean> {
    const held = await tx.query<unknown[]>(
      `select from access_code_batches
       where number = $1 and next_ordinal = $2
         and exists (select from jobs where id = $3 and fence = $4 and state = 'running')
       for update`,
      [number, first, id, fence],
    );
    return held.length === 1;
  }
}
