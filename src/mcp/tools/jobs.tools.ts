import { Injectable } from '@nestjs/common';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import { haveEnded, JobGroups } from '../../jobs/reading/job-groups.service.js';
import { JobCancels } from './job-cancels.service.js';
import { JobFiles } from './job-files.service.js';
import { JobLists } from './job-lists.service.js';
import { JobLooks } from './job-looks.service.js';
import { JobLook, jobIdOf, JobReference, waitOf } from './job-reference.dto.js';
import {
  CancelJobOutput,
  JobList,
  JobStatusOutput,
  ListJobsInput,
  WaitForJobsInput,
  WaitForJobsOutput,
} from './media.dto.js';
import { READS, tool, type Tool, type ToolAnswer, type ToolCall, type ToolFamily } from './tool.types.js';

/** What follows every tool that returned a job_id. */
@Injectable()
export class JobTools implements ToolFamily {
  constructor(
    private readonly looks: JobLooks,
    private readonly groups: JobGroups,
    private readonly lists: JobLists,
    private readonly cancels: JobCancels,
    private readonly presenter: JobPresenter,
    private readonly files: JobFiles,
  ) {}

  tools(): Tool[] {
    return [this.getJobStatus(), this.waitForJobs(), this.listJobs(), this.cancelJob()];
  }

  private getJobStatus(): Tool {
    return tool({
      name: 'get_job_status',
      title: 'Get the status of a job',
      description:
        'Tells how far the job of a job_id is, whatever tool started it. Until data.status is completed, failed or ' +
        'canceled, wait data.poll_after_seconds and call again; then read data.result or data.error. Returns no new job_id.',
      toolsets: ['media', 'access-codes'],
      abilities: ['jobs:read'],
      annotations: READS,
      input: JobLook,
      output: JobStatusOutput,
      run: (input, call) => this.status(input, call),
    });
  }

  private waitForJobs(): Tool {
    return tool({
      name: 'wait_for_jobs',
      title: 'Wait for jobs',
      description:
        'Looks at up to 100 jobs at once and, with wait_seconds, waits until any or all of them have ended. Running out ' +
        'of time is no failure: it answers how they are. Returns no new job_id.',
      toolsets: ['media'],
      abilities: ['jobs:read'],
      annotations: READS,
      input: WaitForJobsInput,
      output: WaitForJobsOutput,
      run: async (input, call) => ({ value: await this.wait(input, call) }),
    });
  }

  private listJobs(): Tool {
    return tool({
      name: 'list_jobs',
      title: 'List jobs',
      description:
        "Lists the team's jobs, newest first, also those of earlier conversations; filter by status, type, batch or " +
        'request_id. Returns no new job_id.',
      toolsets: ['media'],
      abilities: ['jobs:read'],
      annotations: READS,
      input: ListJobsInput,
      output: JobList,
      run: async (input, { actor }) => ({ value: await this.lists.page(actor, input) }),
    });
  }

  private cancelJob(): Tool {
    return tool({
      name: 'cancel_job',
      title: 'Cancel a job',
      description:
        'Stops a job that has not ended and gives all its credits back. A job that has ended is left as it is and ' +
        'refused with invalid_state. Returns no new job_id.',
      toolsets: ['media'],
      abilities: ['jobs:write'],
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: false },
      input: JobReference,
      output: CancelJobOutput,
      run: async (input, { actor }) => ({ value: await this.cancels.cancel(actor, jobIdOf(input)) }),
    });
  }

  private async status(input: JobLook, call: ToolCall): Promise<ToolAnswer> {
    const data = this.presenter.asJobStatus(
      await this.looks.look(call, jobIdOf(input), waitOf(input.waitSeconds)),
    );
    const outputs = data.result?.['outputs'] as unknown[] | undefined;
    return {
      value: { data },
      content: await this.files.contentFor(call, outputs, input.includePreview ?? false),
    };
  }

  private async wait(input: WaitForJobsInput, { actor, gone }: ToolCall): Promise<WaitForJobsOutput> {
    const { jobIds: ids, mode = 'all' } = input;
    const jobs = await this.groups.wait(actor, { ids, mode, seconds: waitOf(input.waitSeconds), gone });
    const views = jobs.map((job) => this.presenter.asJobStatus(job));
    const polls = views.flatMap(({ pollAfterSeconds }) => pollAfterSeconds ?? []);
    const done = haveEnded(jobs, mode);
    return {
      done,
      jobs: views.map(({ jobId, status, result, error }) => ({
        jobId,
        status,
        output: (result?.['output'] as string | undefined) ?? null,
        error: error?.message ?? null,
      })),
      ...(!done && { pollAfterSeconds: Math.min(...polls) }),
    };
  }
}
