import { Injectable } from '@nestjs/common';
import { EventsService } from '../events/events.service.js';
import type { EventType } from '../events/events.types.js';
import type { Tx } from '../platform/database/transactions.js';
import { CreditAlertsRepository } from './credit-alerts.repository.js';
import type { MovedAccount, PlanCredits } from './credits.types.js';

/** Of what the plan includes, where the operator names no number. */
const LOW_SHARE = 0.2;

/**
 * Says once that credits are low, and once that none are left, in the transaction that crosses the line. Only new
 * credits make it say so again: refunds go up and down around a line all day.
 */
@Injectable()
export class CreditAlerts {
  constructor(
    private readonly alerts: CreditAlertsRepository,
    private readonly events: EventsService,
  ) {}

  /** After credits were spent, the account still locked. */
  async tell(tx: Tx, { teamId, balance, lowAt, lowTold, exhaustedTold }: MovedAccount): Promise<void> {
    const low = !lowTold && lowAt > 0 && balance <= lowAt;
    const exhausted = !exhaustedTold && balance === 0;
    if (!low && !exhausted) return;
    await this.alerts.markTold(tx, teamId, { low, exhausted });
    const data = { teamId, balance, threshold: lowAt };
    const types: EventType[] = [
      ...(low ? (['credits.low'] as const) : []),
      ...(exhausted ? (['credits.exhausted'] as const) : []),
    ];
    await this.events.append(
      tx,
      teamId,
      types.map((type) => ({ type, subject: teamId, data })),
    );
  }

  /** After new credits came. */
  rearm(tx: Tx, teamId: string): Promise<void> {
    return this.alerts.rearm(tx, teamId);
  }

  async watchFor(tx: Tx, teamId: string, { includedCredits }: PlanCredits): Promise<void> {
    await this.alerts.setPlanThreshold(tx, teamId, Math.ceil(includedCredits * LOW_SHARE));
    await this.alerts.rearm(tx, teamId);
  }

  /** The operator's word for one team; null goes back to the plan's. Answers what holds now. */
  async setThreshold(tx: Tx, teamId: string, credits: number | null): Promise<number> {
    await this.alerts.setOwnThreshold(tx, teamId, credits);
    await this.alerts.rearm(tx, teamId);
    return this.alerts.threshold(tx, teamId);
  }
}
