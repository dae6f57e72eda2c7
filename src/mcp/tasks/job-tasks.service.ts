import { Injectable } from '@nestjs/common';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import type { JobRecord } from '../../jobs/job.types.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { DomainError } from '../../platform/errors.js';
import type { Actor } from '../../teams/actor.types.js';
import { toSnakeCase } from '../naming/names.js';
import { INVALID_PARAMS, ProtocolProblem } from '../protocol/protocol-problem.js';
import { JobFiles } from '../tools/job-files.service.js';
import { type ToolResult, toToolResult } from '../tools/tool-result.js';
import { requireAbility } from '../tools/require-ability.js';
import { pollIntervalMs } from './job-task.js';

/** What native tasks of both generations read: the same rows as everything else, with the same owner checked. */
@Injectable()
export class JobTasks {
  constructor(
    private readonly jobs: JobsService,
    private readonly presenter: JobPresenter,
    private readonly files: JobFiles,
  ) {}

  async find(actor: Actor, taskId: unknown): Promise<JobRecord> {
    requireAbility(actor, 'jobs:read');
    try {
      return await this.jobs.read(actor, typeof taskId === 'string' ? taskId : '');
    } catch (thrown) {
      if (thrown instanceof DomainError && thrown.code === 'not_found') throw taskNotFound();
      throw thrown;
    }
  }

  /** What the tool would have answered, had it waited. */
  resultOf(job: JobRecord): ToolResult {
    const result = job.kind === 'access_codes.generate' ? this.codesOf(job) : this.mediaOf(job);
    return job.state === 'succeeded' ? result : { ...result, isError: true };
  }

  private mediaOf(job: JobRecord): ToolResult {
    const view = this.presenter.asGeneration(job);
    return toToolResult(toSnakeCase(view) as Record<string, unknown>, this.files.linksTo(view.outputs));
  }

  private codesOf(job: JobRecord): ToolResult {
    const view = { data: this.presenter.asJobStatus(job) };
    return toToolResult(toSnakeCase(view) as Record<string, unknown>, []);
  }

  pollIntervalMs(job: JobRecord): number {
    return pollIntervalMs(this.presenter.asJobStatus(job).pollAfterSeconds);
  }
}

function taskNotFound(): ProtocolProblem {
  return new ProtocolProblem(INVALID_PARAMS, 'Failed to retrieve task: Task not found');
}
