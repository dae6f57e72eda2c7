import { Controller, Get, UseFilters } from '@nestjs/common';
import { type HealthCheckResult, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import { ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { SECOND_MS } from '../platform/clock.js';
import { Draining } from '../platform/draining.js';
import { Public } from '../platform/http/public.decorator.js';
import { DatabaseHealthRepository } from './database-health.repository.js';
import { UnhealthyFilter } from './unhealthy.filter.js';

/** Shorter than the patience of a probe, which is told why instead of giving up. */
const CHECK_TIMEOUT_MS = 2 * SECOND_MS;

@Public()
@ApiTags('Health')
@ApiServiceUnavailableResponse({ description: 'Not now; `error` names what is down.' })
@UseFilters(UnhealthyFilter)
@SkipThrottle()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: DatabaseHealthRepository,
    private readonly draining: Draining,
  ) {}

  /** The process runs its event loop. */
  @Get('live')
  // Nothing else is asked: a restart would mend no database and end no drain sooner.
  live(): HealthCheckResult {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  /** Requests may be sent here. */
  @Get('ready')
  ready() {
    const database = this.indicators.check('database').attempt(() => this.reachDatabase());
    return this.health.check([database.withTimeout(CHECK_TIMEOUT_MS), () => this.notDraining()]);
  }

  /** The process has finished starting and found its schema. */
  @Get('startup')
  startup() {
    const schema = this.indicators.check('schema').attempt(() => this.findSchema());
    return this.health.check([schema.withTimeout(CHECK_TIMEOUT_MS)]);
  }

  /** Whoever probes learns that the database is away, not its address. */
  private async reachDatabase(): Promise<void> {
    await this.database.ping().catch(() => Promise.reject(new Error('PostgreSQL does not answer.')));
  }

  private async findSchema(): Promise<void> {
    const migrated = await this.database.isMigrated().catch(() => {
      throw new Error('PostgreSQL does not answer.');
    });
    if (!migrated) throw new Error('The schema has not been migrated.');
  }

  private notDraining() {
    const indicator = this.indicators.check('draining');
    return this.draining.isDraining ? indicator.down('The process is about to stop.') : indicator.up();
  }
}
