import { Inject, Injectable, Logger } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { EndpointHealth } from './endpoint-health.service.js';
import { OutcomesRepository, type WornEndpoint } from './outcomes.system.repository.js';
import type { Outcome } from './sending.types.js';
import { SendingMetrics } from './sending-metrics.service.js';

/** What is to be told of attempts. It is kept until the database has it: it may be away for a while. */
@Injectable()
export class Outcomes {
  private readonly logger = new Logger(Outcomes.name);
  private untold: Outcome[] = [];
  private telling: Outcome[] = [];
  private behind = false;

  constructor(
    private readonly rows: OutcomesRepository,
    private readonly health: EndpointHealth,
    private readonly metrics: SendingMetrics,
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'webhooks'>,
  ) {}

  /** What can not be written down must not be done again and again. */
  get isBehind(): boolean {
    return this.behind;
  }

  /** Of those that the database does not have yet. */
  get count(): number {
    return this.untold.length + this.telling.length;
  }

  add(outcome: Outcome): void {
    this.metrics.ended(outcome);
    this.untold.push(outcome);
  }

  async write(): Promise<void> {
    if (this.untold.length === 0) return;
    this.telling = this.untold;
    this.untold = [];
    const worn = await this.record();
    for (const endpoint of worn) {
      await this.health
        .disable(endpoint)
        .catch((error: unknown) => this.logger.error(`Could not disable ${endpoint.id}: ${String(error)}`));
    }
  }

  private async record(): Promise<WornEndpoint[]> {
    try {
      const worn = await this.rows.record(this.telling, this.config.webhooks.disableAfterMs);
      this.behind = false;
      return worn;
    } catch (error) {
      this.behind = true;
      this.untold = [...this.telling, ...this.untold];
      throw error;
    } finally {
      this.telling = [];
    }
  }
}
