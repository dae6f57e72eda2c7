import { Inject, Injectable, Logger } from '@nestjs/common';
import { pause, SECOND_MS } from '../../platform/clock.js';
import { Complaints } from '../../platform/complaints.js';
import { ENGINE_CONFIG, type EngineConfig } from '../../platform/config/config.types.js';
import { isDatabaseUnavailable } from '../../platform/http/database-unavailable.js';
import { Draining } from '../../platform/draining.js';
import { DomainError } from '../../platform/errors.js';
import { SharedTurns } from '../../platform/shared-turns.js';
import type { StepContext, StepOutcome } from '../job-handler.types.js';
import { JobHandlers } from '../job-handlers.service.js';
import { fromDomainError, jobError } from '../jobs.errors.js';
import type { JobRecord } from '../job.types.js';
import { ClaimsRepository } from './claims.system.repository.js';
import { type Lease, LeasesService } from './leases.service.js';
import { OutcomeWriter, type StepEnd } from './outcome-writer.js';
import { WORKER_NAME } from './worker-name.js';

/** What a step whose claim is lost gets to clean up after itself. */
const MS_TO_STOP = 2 * SECOND_MS;

/** Polls are short and mostly waiting; more at once would only queue for connections. */
const MOST_PARKED_STEPS = 500;

const HAND_BACK = { word: 'hand_back' } as const;

/** A reason of its own costs an error with a stack each time. */
const OVER = 'the step is over';

const MOST_CLAIMS = 100;

/** Claims a job, lets its handler take one step, and has the outcome written; all behind the claim's fence. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly complaints = new Complaints((text) => this.logger.error(text));
  private readonly underWay = new Set<Promise<void>>();
  private readonly deliveries = new SharedTurns<string, JobRecord | undefined>({
    most: MOST_CLAIMS,
    serve: (worker, jobIds) => this.claim(worker, jobIds),
  });
  private readonly outOfPatience = new AbortController();
  private parkedSteps = 0;

  constructor(
    private readonly claims: ClaimsRepository,
    private readonly leases: LeasesService,
    private readonly handlers: JobHandlers,
    private readonly outcomes: OutcomeWriter,
    private readonly draining: Draining,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  async run(jobId: string): Promise<void> {
    if (this.draining.isDraining) return this.claims.backInLine(jobId);
    const job = await this.deliveries.ask(WORKER_NAME, jobId);
    if (job) await this.track(this.takeStep(job));
  }

  /** Claims what is due and answers how many; their steps go on by themselves, so that a slow one holds up none. */
  async startParked(limit: number): Promise<number> {
    const room = Math.min(limit, MOST_PARKED_STEPS - this.parkedSteps);
    if (this.draining.isDraining || room <= 0) return 0;
    const jobs = await this.claims.claimParked(WORKER_NAME, this.config.jobs.leaseMs, room);
    for (const job of jobs) void this.trackParked(job);
    return jobs.length;
  }

  /** For a process that wants to go: what does not stop within the grace is given to another process. */
  async windDown(): Promise<void> {
    this.draining.begin();
    const patience = new AbortController();
    const grace = pause(this.config.shutdownGraceMs, patience.signal).then(() => this.outOfPatience.abort());
    await Promise.all(this.underWay);
    patience.abort();
    await grace;
  }

  /** Delivered twice, a job is claimed once. */
  private async claim(worker: string, jobIds: string[]): Promise<Array<JobRecord | undefined>> {
    const jobs = await this.claims.claimQueued(jobIds, worker, this.config.jobs.leaseMs);
    const claimed = new Map(jobs.map((job) => [job.id, job]));
    return jobIds.map((id) => {
      const job = claimed.get(id);
      claimed.delete(id);
      return job;
    });
  }

  private async trackParked(job: JobRecord): Promise<void> {
    this.parkedSteps++;
    await this.track(this.takeStep(job));
    this.parkedSteps--;
  }

  private async track(step: Promise<void>): Promise<void> {
    this.underWay.add(step);
    await step.finally(() => this.underWay.delete(step));
  }

  private async takeStep(job: JobRecord): Promise<void> {
    const lease = this.leases.hold(job);
    try {
      const outcome = await this.outcomeInTime(job, lease);
      if (!lease.signal.aborted) await this.persist({ ...job, progress: lease.told() }, lease, outcome);
    } catch (error) {
      // Left as it is: the lease runs out and the reconciler gives the job to somebody else.
      this.logger.error(`The outcome of job ${job.id} could not be written: ${String(error)}`);
    } finally {
      lease.end();
    }
  }

  private async outcomeInTime(job: JobRecord, lease: Lease): Promise<StepEnd> {
    const over = new AbortController();
    try {
      return await Promise.race([this.outcomeOf(job, lease), this.giveUpOn(lease, over.signal)]);
    } finally {
      // Or what waits to give up would be kept, with all that the step came to, for as long as the process lives.
      over.abort(OVER);
    }
  }

  private async outcomeOf(job: JobRecord, lease: Lease): Promise<StepEnd> {
    try {
      return await this.handlers.for(job.kind).step(job, this.contextFor(lease));
    } catch (error) {
      if (this.draining.isDraining) return HAND_BACK;
      if (error instanceof DomainError) return this.refused(error);
      if (!lease.signal.aborted) this.logger.error(`Job ${job.id} failed unexpectedly: ${stackOf(error)}`);
      return {
        word: 'retry',
        error: jobError('internal', 'The work failed unexpectedly.', { retryable: true }),
      };
    }
  }

  /** What the engine itself can't do now, such as storing on a full disk, it may do later; the operator should know of it. */
  private refused(error: DomainError): StepOutcome {
    if (error.cause !== undefined)
      this.complaints.about(`A job could not go on. ${error.message} (${briefly(error.cause)})`);
    const word = error.code === 'unavailable' ? 'retry' : 'fail';
    return { word, error: fromDomainError(error) };
  }

  /** A step that does not heed its signal must not keep its slot for ever; the fence shuts its result out. */
  private async giveUpOn({ signal }: Lease, over: AbortSignal): Promise<typeof HAND_BACK> {
    await aborted(AbortSignal.any([signal, this.outOfPatience.signal, over]));
    if (signal.aborted) await pause(MS_TO_STOP, this.outOfPatience.signal);
    return HAND_BACK;
  }

  private contextFor(lease: Lease): StepContext {
    return {
      signal: lease.signal,
      handover: this.draining.signal,
      progress: (fraction) => lease.progress(fraction),
      assign: (tx, provider) => lease.assign(tx, provider),
    };
  }

  /** Work that is done should not be lost to a database that restarts: as long as the lease holds, it is tried again. */
  private async persist(job: JobRecord, lease: Lease, outcome: StepEnd): Promise<void> {
    for (;;) {
      try {
        await this.outcomes.write(job, outcome);
        return;
      } catch (error) {
        if (lease.signal.aborted || !isDatabaseUnavailable(error)) throw error;
        await pause(SECOND_MS / 2, lease.signal);
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** Without paths, which differ each time. */
function briefly(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' ? code : String(cause);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
