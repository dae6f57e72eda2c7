import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { MINUTE_MS } from '../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { Tx } from '../platform/database/transactions.js';
import { Loop } from '../platform/loop.js';
import { Rests } from '../platform/rests.js';
import { AuditService } from '../teams/audit.service.js';
import type { TeamOnPlan } from './credits.types.js';
import { LedgerService } from './ledger.service.js';
import { RenewalsSystemRepository } from './renewals.system.repository.js';

const ENGINE = 'engine';

/** Starts a new period for each team whose month is over, if its plan renews. A suspended team waits for its return. */
@Injectable()
export class RenewalsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rests = new Rests('renewal of team');
  private readonly loop = new Loop('credit renewals', MINUTE_MS, () => this.renewDue());

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
    private readonly renewals: RenewalsSystemRepository,
    private readonly ledger: LedgerService,
    private readonly audit: AuditService,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** One transaction each: nobody's submissions wait for the renewal of others. */
  async renewDue(): Promise<void> {
    while (await this.renewNext());
  }

  private renewNext(): Promise<boolean> {
    return this.rests.attempt((takeUp) =>
      this.renewals.withNextDue(this.rests.ids(), (tx, team) => {
        takeUp(team.teamId);
        return this.renew(tx, team);
      }),
    );
  }

  private async renew(tx: Tx, team: TeamOnPlan): Promise<void> {
    const { included } = await this.ledger.renew(tx, team, ENGINE);
    await this.audit.record(tx, {
      teamId: team.teamId,
      actor: ENGINE,
      action: 'credits.renewed',
      subject: team.teamId,
      details: { plan: team.plan.slug, included },
    });
  }
}
