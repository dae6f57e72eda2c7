import { Injectable } from '@nestjs/common';
import { isTerminal, type JobRecord } from '../../jobs/job.types.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import type { Message, Result } from '../protocol/exchange.types.js';
import { JobCancels } from '../tools/job-cancels.service.js';
import { requireAbility } from '../tools/require-ability.js';
import { TASK_TTL_MS, toTask } from './job-task.js';
import { JobTasks } from './job-tasks.service.js';

/** Native tasks as the extension of 2026 has them: the server decides, and `tasks/get` carries the result. */
@Injectable()
export class ModernTasks {
  constructor(
    private readonly tasks: JobTasks,
    private readonly jobs: JobsService,
    private readonly cancels: JobCancels,
  ) {}

  methods() {
    return {
      'tasks/get': ({ actor, params }: Message) => this.get(actor, params['taskId']),
      'tasks/update': ({ actor, params }: Message) => this.update(actor, params['taskId']),
      'tasks/cancel': ({ actor, params }: Message) => this.cancel(actor, params['taskId']),
    };
  }

  /** Only after the commit that made the job durable. */
  async created(actor: Actor, jobId: string): Promise<Result> {
    return { resultType: 'task', ...this.view(await this.jobs.read(actor, jobId)) };
  }

  private async get(actor: Actor, taskId: unknown): Promise<Result> {
    const job = await this.tasks.find(actor, taskId);
    const hasResult = isTerminal(job.state) && job.state !== 'canceled';
    return {
      ...this.view(job),
      // Clients check the inner result as they check one that came by itself.
      ...(hasResult && { result: { resultType: 'complete', ...this.tasks.resultOf(job) } }),
    };
  }

  /** No job of ours asks for input, so there is nothing to answer; that it is there and the caller's is still checked. */
  private async update(actor: Actor, taskId: unknown): Promise<Result> {
    await this.tasks.find(actor, taskId);
    return {};
  }

  /** Acknowledged also when it has ended already. */
  private async cancel(actor: Actor, taskId: unknown): Promise<Result> {
    requireAbility(actor, 'jobs:write');
    const { id } = await this.tasks.find(actor, taskId);
    try {
      await this.cancels.decide(actor, id);
    } catch (thrown) {
      if (!(thrown instanceof DomainError) || thrown.code !== 'invalid_state') throw thrown;
    }
    return {};
  }

  private view(job: JobRecord) {
    return { ...toTask(job, '2026'), ttlMs: TASK_TTL_MS, pollIntervalMs: this.tasks.pollIntervalMs(job) };
  }
}
