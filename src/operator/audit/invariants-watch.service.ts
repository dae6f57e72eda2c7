import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Gauge } from 'prom-client';
import { encodeTime } from 'ulid';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../platform/clock.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Loop } from '../../platform/loop.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { AssetFiles } from './asset-files.service.js';
import type { Finding, Invariant, Scope } from './invariant.types.js';
import { readInvariants } from './invariants-file.js';
import { InvariantsSystemRepository } from './invariants.system.repository.js';

const ROUNDS_AN_HOUR = HOUR_MS / MINUTE_MS;
const ULID_TIME_LENGTH = 10;

/** Looks again and again whether what must hold does hold. It repairs nothing: a violation is a bug to be found. */
@Injectable()
export class InvariantsWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(InvariantsWatch.name);
  private readonly invariants = readInvariants();
  private readonly loop = new Loop('invariants', MINUTE_MS, () => this.round());
  private rounds = 0;

  private readonly violations: Gauge<'invariant'>;
  private readonly checkedAt: Gauge;

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: Pick<EngineConfig, 'role'>,
    private readonly repository: InvariantsSystemRepository,
    private readonly files: AssetFiles,
    metrics: Metrics,
  ) {
    this.violations = metrics.gauge({
      name: 'ledger_violations',
      help: 'Rows that break an invariant of bench/torture/invariants.sql; anything but 0 is an alarm.',
      labels: ['invariant'],
    });
    this.checkedAt = metrics.gauge({
      name: 'ledger_checked_timestamp_seconds',
      help: 'When this process last checked the invariants to the end; an old time means that nothing is known.',
    });
  }

  onApplicationBootstrap(): void {
    if (this.config.role !== 'api') this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  /** Each minute the cheap ones over the last hour's rows; each hour all of them, over those of two days. */
  private async round(): Promise<void> {
    const hourly = this.rounds++ % ROUNDS_AN_HOUR === 0;
    const findings = hourly
      ? await this.check(this.invariants, { since: ulidTime(2 * DAY_MS), timeoutMs: 10 * SECOND_MS })
      : await this.check(this.cheapOnes(), { since: ulidTime(HOUR_MS), timeoutMs: 2 * SECOND_MS });
    if (hourly && findings) findings.push(await this.files.check({ since: ulidTime(2 * DAY_MS) }));
    findings?.forEach((finding) => this.tell(finding));
    if (findings?.every(({ failure }) => failure === undefined)) this.checkedAt.setToCurrentTime();
  }

  private async check(invariants: Invariant[], scope: Scope): Promise<Finding[] | undefined> {
    const findings = await this.repository.checkAlone(invariants, scope);
    // What another process finds now, its own gauge shows; an old alarm of ours must not outlive its cause.
    if (!findings) this.violations.reset();
    return findings;
  }

  private cheapOnes(): Invariant[] {
    return this.invariants.filter(({ pace }) => pace === 'minute');
  }

  private tell({ invariant, violations, examples, failure }: Finding): void {
    if (failure !== undefined)
      return this.logger.warn(`Invariant ${invariant} could not be checked: ${failure}`);
    this.violations.set({ invariant }, violations);
    if (violations === 0) return;
    this.logger.error(`Invariant ${invariant} is broken`, { violations, examples });
  }
}

function ulidTime(agoMs: number): string {
  return encodeTime(Date.now() - agoMs, ULID_TIME_LENGTH);
}
