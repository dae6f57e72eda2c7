import type { Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { LedgerService } from '../../src/credits/ledger.service.js';
import type { JobHandler, JobRequest, StepContext, StepOutcome } from '../../src/jobs/job-handler.types.js';
import { AssetsModule } from '../../src/assets/assets.module.js';
import { JobHandlers } from '../../src/jobs/job-handlers.service.js';
import type { JobRecord } from '../../src/jobs/job.types.js';
import { JobsModule, JobWorkersModule } from '../../src/jobs/jobs.module.js';
import { CancellationService } from '../../src/jobs/cancellation.service.js';
import type { Submission } from '../../src/jobs/submission/submission.types.js';
import { SubmissionsService } from '../../src/jobs/submission/submissions.service.js';
import { ConfigModule } from '../../src/platform/config/config.module.js';
import type { EngineConfig } from '../../src/platform/config/config.types.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { DatabaseModule } from '../../src/platform/database/database.module.js';
import { SystemDatabase } from '../../src/platform/database/system-database.js';
import { Transactions } from '../../src/platform/database/transactions.js';
import { newId } from '../../src/platform/ids.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import type { Actor, Limits } from '../../src/teams/actor.types.js';
import { TeamsModule } from '../../src/teams/teams.module.js';
import { afterSuite } from './clean-up.js';
import { aDatabase, type TestDatabase } from './database.js';
import { aFolder } from './engine.js';
import { ADMIN_TOKEN, SECRET_KEY } from './secrets.js';

export const QUEUE = 'test-queue';

type Step = (job: JobRecord, context: StepContext) => Promise<StepOutcome>;

/** A kind of work whose steps the test decides; it writes down every step that was taken. */
export class ScriptedHandler implements JobHandler {
  readonly kinds = ['media.image'] as const;
  readonly taken: JobRecord[] = [];
  script: Step = () => Promise.resolve({ word: 'done', output: [] });

  step(job: JobRecord, context: StepContext): Promise<StepOutcome> {
    this.taken.push(job);
    return this.script(job, context);
  }

  present(job: JobRecord): unknown {
    return job.output ?? [];
  }
}

export interface TestJobEngine {
  app: TestingModule;
  database: TestDatabase;
  handler: ScriptedHandler;
  actor(credits: number, limits?: ActorLimits): Promise<Actor>;
  submit(
    actor: Actor,
    options?: SubmitOptions,
  ): Promise<{ jobIds: string[]; body: string; replayed: boolean }>;
  cancel(actor: Actor, jobId: string): Promise<JobRecord>;
  cancelBatch(actor: Actor, batchId: string): Promise<unknown>;
  job(jobId: string): Promise<Record<string, unknown>>;
  balance(actor: Actor): Promise<number>;
  close(): Promise<void>;
}

export interface ActorLimits {
  /** Set on the token. */
  own?: Partial<Limits>;
  /** Said by the plan. */
  team?: Partial<Limits>;
}

export interface SubmitOptions {
  requests?: Array<Partial<JobRequest>>;
  batch?: Submission['batch'];
  key?: string;
  fingerprint?: string;
  maxCredits?: number;
}

export interface JobEngineOptions {
  database?: TestDatabase;
  /** 0: nobody works here. */
  slots?: number;
  jobs?: Partial<EngineConfig['jobs']>;
  /** Kinds of work beside the scripted one. */
  imports?: Type[];
}

/** The job engine as the service wires it, with one scripted kind of work, in this process. */
export async function aJobEngine(options: JobEngineOptions = {}): Promise<TestJobEngine> {
  const database = options.database ?? (await aDatabase());
  const { slots = 2 } = options;
  const app = await Test.createTestingModule({
    imports: [
      ConfigModule.with(configFor(database, await aFolder(), options.jobs)),
      DatabaseModule,
      PlatformModule,
      TeamsModule,
      JobsModule,
      AssetsModule,
      ...(options.imports ?? []),
      ...(slots > 0 ? [JobWorkersModule.serving([{ name: QUEUE, slots }])] : []),
    ],
  }).compile();
  const handler = new ScriptedHandler();
  app.get(JobHandlers, { strict: false }).register(handler);
  await app.init();
  const close = onlyOnce(() => app.close());
  afterSuite(close);
  return { app, database, handler, close, ...doors(app, database) };
}

function doors(app: TestingModule, database: TestDatabase) {
  const transactions = app.get(Transactions, { strict: false });
  const get = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });
  return {
    actor: async (credits: number, { own = {}, team = {} }: ActorLimits = {}): Promise<Actor> => {
      const teamId = newId('team');
      const plan = { slug: 'enterprise', includedCredits: 0, renews: true };
      await get(SystemDatabase).transaction(async (tx) => {
        await tx.query(`insert into teams (team_id, name, plan) values ($1, 'A team', $2)`, [
          teamId,
          plan.slug,
        ]);
        await get(LedgerService).open(tx, { teamId, plan }, 'operator');
        if (credits > 0) {
          await get(LedgerService).add(
            tx,
            teamId,
            { amount: credits, reason: 'test', bucket: 'purchased' },
            'operator',
          );
        }
      });
      const teamLimits = {
        restPerMinute: 300,
        restPerHour: 10_000,
        mcpPerMinute: 120,
        jobsInFlight: 5_000,
        ...team,
      };
      const limits = { ...teamLimits, ...own };
      const ids = { teamId, tokenId: newId('token'), requestId: newId('request') };
      return { ...ids, limits, ownLimits: own, teamLimits } as Actor;
    },
    submit: async (
      actor: Actor,
      { requests = [{}], batch, key, fingerprint, maxCredits }: SubmitOptions = {},
    ) => {
      const answer = await get(SubmissionsService).submit({
        actor,
        requests: requests.map(aRequest),
        batch,
        maxCredits,
        idempotency: key ? { key, fingerprint: Buffer.from(fingerprint ?? 'same') } : undefined,
        answer: ({ jobs }) => JSON.stringify({ jobIds: jobs.map(({ id }) => id) }),
      });
      return { ...(JSON.parse(answer.body) as { jobIds: string[] }), ...answer };
    },
    cancel: (actor: Actor, jobId: string) =>
      transactions.forTeam(actor.teamId, (tx) => get(CancellationService).cancel(tx, actor, jobId)),
    cancelBatch: (actor: Actor, batchId: string) =>
      transactions.forTeam(actor.teamId, (tx) => get(CancellationService).cancelBatch(tx, actor, batchId)),
    job: async (jobId: string) => (await database.query(`select * from jobs where id = $1`, [jobId]))[0]!,
    balance: ({ teamId }: Actor) =>
      transactions.forTeam(teamId, async (tx) => (await get(LedgerService).lock(tx, teamId)).balance),
  };
}

function aRequest(request: Partial<JobRequest>): JobRequest {
  return { kind: 'media.image', queue: QUEUE, input: {}, credits: 1, etaSeconds: 1, ...request };
}

function configFor(database: TestDatabase, dataDir: string, jobs: JobEngineOptions['jobs']): EngineConfig {
  const config = loadConfig({
    DATABASE_URL: database.ownerUrl,
    DATA_DIR: dataDir,
    ADMIN_TOKEN,
    SECRET_KEY,
    LOG_LEVEL: 'silent',
  });
  return {
    ...config,
    shutdownGraceMs: 500,
    jobs: { ...config.jobs, reconcileMs: 100, retryBaseMs: 1, retryMaxMs: 10, ...jobs },
  };
}

function onlyOnce(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
