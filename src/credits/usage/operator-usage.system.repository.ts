import { Injectable } from '@nestjs/common';
import { SystemDatabase } from '../../platform/database/system-database.js';
import { asNumbers, LINE_COLUMNS, USAGE_KEY } from './usage-columns.js';
import type { OperatorUsageGroup, OperatorUsageLine, UsageSpan } from './usage.types.js';

/** Of all teams, with what their work has cost, which is no business of theirs. */
@Injectable()
export class OperatorUsageRepository {
  constructor(private readonly database: SystemDatabase) {}

  async lines(group: OperatorUsageGroup, { from, to }: UsageSpan): Promise<OperatorUsageLine[]> {
    const rows = await this.database.query<{ key: string } & Record<keyof OperatorUsageLine, string>>(
      `select ${USAGE_KEY[group]} as key, ${LINE_COLUMNS}, sum(cost_micros) as "costMicros",
              sum(costed) as "jobsWithCost", sum(costed_credits) as "creditsWithCost"
       from usage_days where day between $1 and $2 group by 1 order by 1`,
      [from, to],
    );
    return rows.map(({ key, ...sums }) => ({ key, ...asNumbers(sums) }));
  }
}
