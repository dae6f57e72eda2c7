import { Injectable } from '@nestjs/common';
import { MediaSubmissions } from '../../media/media-submissions.service.js';
import type { MediaType } from '../../providers/provider.types.js';
import { JOB_APP_URI } from '../resources/job-app.js';
import { acceptedJob } from './accepted-job.js';
import { GenerateMediaInput, MediaJobOutput } from './media.dto.js';
import { Spending } from './spending.service.js';
import { SPENDS, tool, type Tool, type ToolAnswer, type ToolCall, type ToolFamily } from './tool.types.js';

const MAKES: Record<MediaType, { title: string; makes: string }> = {
  image: {
    title: 'Generate an image',
    makes: 'an image from text, e.g. for a blog post, a shop or an advert',
  },
  video: { title: 'Generate a video', makes: 'a short video from text' },
  audio: { title: 'Generate audio', makes: 'speech, a voiceover or sound from text' },
  '3d': { title: 'Generate a 3D object', makes: 'a 3D object from text' },
};

/** One tool for each type of media, all of the same shape. */
@Injectable()
export class MediaTools implements ToolFamily {
  constructor(
    private readonly submissions: MediaSubmissions,
    private readonly spending: Spending,
  ) {}

  tools(): Tool[] {
    return (Object.keys(MAKES) as MediaType[]).map((type) => this.generate(type));
  }

  private generate(type: MediaType): Tool {
    const { title, makes } = MAKES[type];
    return tool({
      name: `generate_${type}`,
      title,
      description:
        `Starts making ${makes} and returns a job_id at once. Follow it with get_job_status. Credits are charged now ` +
        'and come back by themselves if it fails. When you retry, reuse the same request_id: then it is charged once.',
      toolsets: ['media'],
      abilities: ['jobs:write'],
      annotations: SPENDS,
      input: GenerateMediaInput,
      output: MediaJobOutput,
      startsJob: true,
      app: JOB_APP_URI,
      run: (input, call) => this.submit(type, input, call),
    });
  }

  private async submit(type: MediaType, input: GenerateMediaInput, call: ToolCall): Promise<ToolAnswer> {
    const terms = this.spending.termsOf(call, input);
    const job = acceptedJob(await this.submissions.acceptOne(call.actor, { ...input, type }, terms));
    const { id, status, model, etaSeconds, pollAfterSeconds, creditsCharged, replayed } = job;
    const message = `Call get_job_status with this job_id after ${pollAfterSeconds} seconds, until it is completed or failed.`;
    const value: MediaJobOutput = {
      jobId: id,
      status,
      type,
      model,
      etaSeconds,
      pollAfterSeconds,
      creditsCharged,
      ...(replayed && { replayed }),
      message,
    };
    return { value };
  }
}
