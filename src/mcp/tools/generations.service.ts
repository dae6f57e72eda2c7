import { Injectable } from '@nestjs/common';
import { JobInput } from '../../media/media.dto.js';
import { MediaSubmissions } from '../../media/media-submissions.service.js';
import { DomainError, type FieldError } from '../../platform/errors.js';
import { RequestValidationPipe } from '../../platform/http/request-validation.pipe.js';
import { acceptedJob } from './accepted-job.js';
import type { GenerateInput, GenerateOutput } from './generation.dto.js';
import { GENERATION_TOOLS, type GenerationSlug } from './generation-slugs.js';
import { Spending } from './spending.service.js';
import type { ToolCall } from './tool.types.js';

/** `generate`: one object of fields for every type of media, submitted as a job like any other. */
@Injectable()
export class Generations {
  private readonly validation = new RequestValidationPipe();

  constructor(
    private readonly submissions: MediaSubmissions,
    private readonly spending: Spending,
  ) {}

  async submit(input: GenerateInput, call: ToolCall): Promise<GenerateOutput> {
    const job = acceptedJob(await this.accept(input, call));
    return {
      jobId: job.id,
      status: 'pending',
      tool: input.tool,
      type: job.type ?? undefined,
      etaSeconds: job.etaSeconds,
      pollAfterSeconds: job.pollAfterSeconds,
      creditsCharged: job.creditsCharged,
      ...(job.replayed && { replayed: true }),
      message: `Call check_generation with this job_id after ${job.pollAfterSeconds} seconds, until done is true.`,
    };
  }

  private async accept(input: GenerateInput, call: ToolCall) {
    try {
      const job = await this.toJobInput(input);
      return await this.submissions.acceptOne(call.actor, job, this.spending.termsOf(call, input));
    } catch (error) {
      throw error instanceof DomainError && error.fields ? withPathsOfInput(error, error.fields) : error;
    }
  }

  private async toJobInput({
    tool,
    input,
    webhookUrl,
    metadata,
    ...limits
  }: GenerateInput): Promise<JobInput> {
    const { prompt, model, preset, n, ...fields } = input;
    const { type } = GENERATION_TOOLS[tool as GenerationSlug];
    const body = {
      type,
      prompt,
      model,
      preset,
      n,
      input: fields,
      webhookUrl,
      metadata,
      maxCredits: limits.maxCredits,
      cancelAfterSeconds: limits.cancelAfterSeconds,
    };
    return (await this.validation.transform(body, { type: 'body', metatype: JobInput })) as JobInput;
  }
}

/** The job's own fields stand within `input` here. */
function withPathsOfInput(error: DomainError, fields: FieldError[]): DomainError {
  return new DomainError(error.code, error.message, {
    remediation: error.remediation,
    context: error.context,
    fields: fields.map(({ path, message }) => ({
      path: /^(prompt|model|preset|n)\b/.test(path) ? `input.${path}` : path,
      message,
    })),
  });
}
