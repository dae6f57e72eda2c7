import { Injectable } from '@nestjs/common';
import { returnedRows } from '../../platform/database/returned-rows.js';
import type { Tx } from '../../platform/database/transactions.js';
import { notFound } from '../../platform/errors.js';
import type { CodePricing } from './code-pricing.dto.js';

const PRICING = `slug as plan, code_pricing as "charged", code_price_credits as credits, code_price_codes as codes`;

/** What codes cost on each plan of the engine; on any connection. */
@Injectable()
export class CodePricingRepository {
  async of(tx: Tx, plan: string): Promise<CodePricing> {
    const [pricing] = await tx.query<CodePricing[]>(`select ${PRICING} from plans where slug = $1`, [plan]);
    if (!pricing) throw notFound('plan');
    return pricing;
  }

  all(tx: Tx): Promise<CodePricing[]> {
    return tx.query(`select ${PRICING} from plans order by position`);
  }

  async set(tx: Tx, { plan, charged, credits, codes }: CodePricing): Promise<CodePricing> {
    const [pricing] = await returnedRows<CodePricing>(
      tx,
      `update plans set code_pricing = $2, code_price_credits = $3, code_price_codes = $4
       where slug = $1 returning ${PRICING}`,
      [plan, charged, credits, codes],
    );
    if (!pricing) throw notFound('plan');
    return pricing;
  }
}
