import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { SECOND_MS } from '../../platform/clock.js';
import { Complaints } from '../../platform/complaints.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { Notifications } from '../../platform/database/notifications.js';
import type { Tx } from '../../platform/database/transactions.js';
import type { JobRecord } from '../job.types.js';
import { ClaimsRepository } from './claims.system.repository.js';
import { HeldJobsRepository } from './held-jobs.repository.js';

const TICK_MS = SECOND_MS;

/** A claim on a job while its step runs. `signal` fires when the claim is lost, for whatever reason. */
export interface Lease {
  readonly signal: AbortSignal;
  progress(fraction: number): void;
  /** Says which provider the step goes on with; false when the claim is lost. */
  assign(tx: Tx, provider: string): Promise<boolean>;
  /** What was told last, also when it was not written yet. */
  told(): number;
  end(): void;
}

interface HeldLease {
  jobId: string;
  fence: number;
  progress: number;
  dirty: boolean;
  renewedAt: number;
  lost: AbortController;
}

/** Renews all leases of this process in one statement, and carries their progress with it. */
@Injectable()
export class LeasesService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LeasesService.name);
  private readonly complaints = new Complaints((text) => this.logger.warn(text));
  private readonly held = new Map<string, HeldLease>();
  private timer: NodeJS.Timeout | undefined;
  private renewing = false;

  constructor(
    private readonly claims: ClaimsRepository,
    private readonly rows: HeldJobsRepository,
    private readonly notifications: Notifications,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.notifications.on('job_canceled', (jobId) => this.lose(jobId, 'canceled'));
    this.timer = setInterval(() => void this.tick(), Math.min(TICK_MS, this.config.jobs.renewMs));
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  hold(job: JobRecord): Lease {
    const lease: HeldLease = {
      jobId: job.id,
      fence: job.fence,
      progress: job.progress,
      dirty: false,
      renewedAt: performance.now(),
      lost: new AbortController(),
    };
    // A second claim of the same job here means that the first was lost, and its step does not know yet.
    this.lose(job.id, 'claimed again');
    this.held.set(job.id, lease);
    return {
      signal: lease.lost.signal,
      progress: (fraction) => advance(lease, fraction),
      assign: (tx, provider) => this.rows.assign(tx, job, provider),
      told: () => lease.progress,
      end: () => {
        if (this.held.get(job.id) === lease) this.held.delete(job.id);
      },
    };
  }

  private async tick(): Promise<void> {
    const now = performance.now();
    const due = [...this.held.values()].filter(
      (l) => l.dirty || now - l.renewedAt >= this.config.jobs.renewMs,
    );
    if (due.length === 0 || this.renewing) return this.dropExpired();
    this.renewing = true;
    try {
      await this.renew(due);
    } catch (error) {
      this.complaints.about(`Leases could not be renewed and will be tried again: ${String(error)}`);
    } finally {
      this.renewing = false;
      this.dropExpired();
    }
  }

  private async renew(due: HeldLease[]): Promise<void> {
    const askedAt = performance.now();
    for (const lease of due) lease.dirty = false;
    const kept = await this.claims.renew(
      due.map(({ jobId, fence, progress }) => ({ jobId, fence, progress })),
      this.config.jobs.leaseMs,
    );
    for (const lease of due) {
      if (kept.has(lease.jobId)) lease.renewedAt = askedAt;
      else this.lose(lease.jobId, 'lease lost', lease);
    }
  }

  /** Without a database for longer than the lease lasts, somebody else may have the job by now. */
  private dropExpired(): void {
    const oldest = performance.now() - this.config.jobs.leaseMs;
    for (const lease of this.held.values()) {
      if (lease.renewedAt < oldest) this.lose(lease.jobId, 'lease ran out', lease);
    }
  }

  private lose(jobId: string, reason: string, only?: HeldLease): void {
    const lease = this.held.get(jobId);
    if (!lease || (only && lease !== only)) return;
    this.held.delete(jobId);
    lease.lost.abort(new Error(reason));
  }
}

function advance(lease: HeldLease, fraction: number): void {
  const progress = Math.min(1, Math.max(lease.progress, fraction));
  if (!Number.isFinite(progress) || progress === lease.progress) return;
  lease.progress = progress;
  lease.dirty = true;
}
