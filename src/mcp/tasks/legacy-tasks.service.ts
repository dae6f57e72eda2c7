import { Injectable } from '@nestjs/common';
import { isTerminal, type JobRecord } from '../../jobs/job.types.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { HOUR_MS, SECOND_MS } from '../../platform/clock.js';
import { DomainError } from '../../platform/errors.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import type { Actor } from '../../teams/actor.types.js';
import type { Message, Result } from '../protocol/exchange.types.js';
import { INTERNAL_ERROR, INVALID_PARAMS, ProtocolProblem } from '../protocol/protocol-problem.js';
import { JobCancels } from '../tools/job-cancels.service.js';
import { JobLooks } from '../tools/job-looks.service.js';
import { requireAbility } from '../tools/require-ability.js';
import { TASK_TTL_MS, toTask } from './job-task.js';
import { JobTasks } from './job-tasks.service.js';

const TASKS = new PagedList('tasks', anId('job'));

const PAGE = 50;
const LONGEST_WAIT_SECONDS = HOUR_MS / SECOND_MS;

/** Native tasks as the core of 2025-11-25 has them: the client decides, and `tasks/result` waits. */
@Injectable()
export class LegacyTasks {
  constructor(
    private readonly tasks: JobTasks,
    private readonly looks: JobLooks,
    private readonly jobs: JobsService,
    private readonly cancels: JobCancels,
  ) {}

  methods() {
    return {
      'tasks/get': async ({ actor, params }: Message) =>
        this.view(await this.tasks.find(actor, params['taskId'])),
      'tasks/result': (message: Message) => this.result(message),
      'tasks/list': (message: Message) => this.list(message),
      'tasks/cancel': (message: Message) => this.cancel(message),
    };
  }

  async created(actor: Actor, jobId: string): Promise<Result> {
    return { task: this.view(await this.jobs.read(actor, jobId)) };
  }

  private async result({ actor, params, gone }: Message): Promise<Result> {
    const { id } = await this.tasks.find(actor, params['taskId']);
    const call = { actor, gone, name: 'tasks/result', arguments: {} };
    const job = await this.looks.look(call, id, LONGEST_WAIT_SECONDS);
    if (!isTerminal(job.state))
      throw new ProtocolProblem(INTERNAL_ERROR, 'The task goes on. Ask again for its result.');
    return {
      ...this.tasks.resultOf(job),
      _meta: { 'io.modelcontextprotocol/related-task': { taskId: id } },
    };
  }

  private async list({ actor, params: { cursor } }: Message): Promise<Result> {
    requireAbility(actor, 'jobs:read');
    const [beforeId] = TASKS.positionOf(typeof cursor === 'string' ? cursor : undefined);
    const rows = await this.jobs.page(actor, { beforeId }, PAGE + 1);
    const { data, nextCursor } = TASKS.page(rows, PAGE, {
      view: (job) => this.view(job),
      position: ({ id }) => id,
    });
    return { tasks: data, ...(nextCursor && { nextCursor }) };
  }

  private async cancel({ actor, params }: Message): Promise<Result> {
    requireAbility(actor, 'jobs:write');
    const { id } = await this.tasks.find(actor, params['taskId']);
    try {
      return this.view(await this.cancels.decide(actor, id));
    } catch (thrown) {
      if (!(thrown instanceof DomainError) || thrown.code !== 'invalid_state') throw thrown;
      const { status } = this.view(await this.tasks.find(actor, id));
      throw new ProtocolProblem(INVALID_PARAMS, `Cannot cancel task: already in terminal status '${status}'`);
    }
  }

  private view(job: JobRecord) {
    return { ...toTask(job, '2025'), ttl: TASK_TTL_MS, pollInterval: this.tasks.pollIntervalMs(job) };
  }
}
