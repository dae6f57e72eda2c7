import { Injectable } from '@nestjs/common';
import { GenerationView } from '../../jobs/generation.dto.js';
import { JobPresenter } from '../../jobs/job-presenter.service.js';
import type { JobRecord } from '../../jobs/job.types.js';
import { JobsService } from '../../jobs/reading/jobs.service.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import { JOB_APP_URI } from '../resources/job-app.js';
import {
  GenerateInput,
  GenerateOutput,
  GenerationList,
  type GenerationSummary,
  ListGenerationsInput,
} from './generation.dto.js';
import { Generations } from './generations.service.js';
import { JobFiles } from './job-files.service.js';
import { JobLooks } from './job-looks.service.js';
import { jobIdOf, JobLook, waitOf } from './job-reference.dto.js';
import {
  READS,
  SPENDS,
  tool,
  type Tool,
  type ToolAnswer,
  type ToolCall,
  type ToolFamily,
} from './tool.types.js';

const GENERATIONS = new PagedList('list_generations', anId('job'));

const MAX_PROMPT_SHOWN = 200;

/** `generate` and `check_generation`: submit anything, then poll until it is done. */
@Injectable()
export class GenerationTools implements ToolFamily {
  constructor(
    private readonly generations: Generations,
    private readonly looks: JobLooks,
    private readonly jobs: JobsService,
    private readonly presenter: JobPresenter,
    private readonly files: JobFiles,
  ) {}

  tools(): Tool[] {
    return [this.generate(), this.checkGeneration(), this.listGenerations()];
  }

  private generate(): Tool {
    return tool({
      name: 'generate',
      title: 'Generate media',
      description:
        'Starts making an image, video, sound or 3D object and returns a job_id at once; it never waits for the ' +
        'result. Follow it with check_generation. Credits are charged now and come back by themselves if it fails. ' +
        'When you retry, reuse the same request_id: then it is charged once.',
      toolsets: ['generation'],
      abilities: ['jobs:write'],
      annotations: SPENDS,
      input: GenerateInput,
      output: GenerateOutput,
      startsJob: true,
      app: JOB_APP_URI,
      run: async (input, call) => ({ value: await this.generations.submit(input, call) }),
    });
  }

  private checkGeneration(): Tool {
    return tool({
      name: 'check_generation',
      title: 'Check a generation',
      description:
        'Tells how far the job of a job_id is. While done is false, wait poll_after_seconds and call again. When it ' +
        'is true, status is success with output, the link to the file, or error with the reason, and the credits ' +
        'are back. Returns no new job_id.',
      toolsets: ['generation'],
      abilities: ['jobs:read'],
      annotations: READS,
      input: JobLook,
      output: GenerationView,
      run: (input, call) => this.check(input, call),
    });
  }

  private listGenerations(): Tool {
    return tool({
      name: 'list_generations',
      title: 'List generations',
      description:
        "Lists the team's generations, newest first, also those of earlier conversations. Returns no new job_id.",
      toolsets: ['generation'],
      abilities: ['jobs:read'],
      annotations: READS,
      input: ListGenerationsInput,
      output: GenerationList,
      run: async ({ limit, cursor }, { actor }) => {
        const [beforeId] = GENERATIONS.positionOf(cursor);
        const rows = await this.jobs.page(actor, { beforeId }, limit + 1);
        const { data, nextCursor } = GENERATIONS.page(rows, limit, {
          view: (job) => this.summaryOf(job),
          position: ({ id }) => id,
        });
        return { value: { generations: data, nextCursor } };
      },
    });
  }

  private async check(input: JobLook, call: ToolCall): Promise<ToolAnswer> {
    const job = await this.looks.look(call, jobIdOf(input), waitOf(input.waitSeconds));
    const value = this.presenter.asGeneration(job, await this.looks.queuePosition(call, job));
    const content = await this.files.contentFor(call, value.outputs, input.includePreview ?? false);
    return { value, content };
  }

  private summaryOf(job: JobRecord): GenerationSummary {
    const { jobId, status, done, output } = this.presenter.asGeneration(job);
    const { prompt } = job.input;
    return {
      jobId,
      status,
      done,
      type: job.kind.replace('media.', ''),
      prompt: typeof prompt === 'string' ? prompt.slice(0, MAX_PROMPT_SHOWN) : '',
      output: output ?? null,
      createdAt: job.createdAt.toISOString(),
    };
  }
}
