import { Inject, Injectable } from '@nestjs/common';
import { EventsService } from '../../events/events.service.js';
import { DAY_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Transactions } from '../../platform/database/transactions.js';
import { AuditService } from '../../teams/audit.service.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import type { WornEndpoint } from './outcomes.system.repository.js';

const ENGINE = 'engine';

/** Gives up on endpoints that have done nothing but fail for days, and says so. */
@Injectable()
export class EndpointHealth {
  private readonly reason: string;

  constructor(
    private readonly transactions: Transactions,
    private readonly endpoints: EndpointsService,
    private readonly events: EventsService,
    private readonly audit: AuditService,
    @Inject(ENGINE_CONFIG) { webhooks }: Pick<EngineConfig, 'webhooks'>,
  ) {
    this.reason = `Every attempt has failed for ${Math.round(webhooks.disableAfterMs / DAY_MS)} days.`;
  }

  /** Told once, however many processes come to it at once. */
  disable({ id, teamId }: WornEndpoint): Promise<void> {
    return this.transactions.forTeam(teamId, async (tx) => {
      const endpoint = await this.endpoints.disableFailing(tx, id, this.reason);
      if (!endpoint) return;
      const action = 'webhook_endpoint.disabled';
      await this.events.append(tx, teamId, [{ type: action, subject: id, data: endpoint }]);
      await this.audit.record(tx, {
        teamId,
        actor: ENGINE,
        action,
        subject: id,
        details: { reason: this.reason },
      });
    });
  }
}
