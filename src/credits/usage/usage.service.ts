import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions.js';
import type { Standing, UsageChange, UsageGroup, UsageLine, UsageSpan, Users } from './usage.types.js';
import { UsageRepository } from './usage.repository.js';

/** Counters of jobs and their credits, changed in the transactions that accept and settle jobs. */
@Injectable()
export class UsageService {
  constructor(
    private readonly transactions: Transactions,
    private readonly usage: UsageRepository,
  ) {}

  /** After every other lock of the transaction: these rows are busy. */
  record(tx: Tx, changes: UsageChange[]): Promise<void> {
    return this.usage.record(tx, changes);
  }

  async standing(tx: Tx, users: Users): Promise<Standing> {
    const standings = await this.usage.standings(tx, [users]);
    return standings.get(users.teamId)!;
  }

  /** By team. */
  standings(tx: Tx, users: Users[]): Promise<Map<string, Standing>> {
    return this.usage.standings(tx, users);
  }

  lines(teamId: string, group: UsageGroup, span: UsageSpan): Promise<UsageLine[]> {
    return this.transactions.forTeam(teamId, (tx) => this.usage.lines(tx, teamId, group, span));
  }
}
