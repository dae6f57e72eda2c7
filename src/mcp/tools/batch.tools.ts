import { Injectable } from '@nestjs/common';
import { EstimateService } from '../../media/estimate.service.js';
import { type AcceptedBatchView, EstimateView } from '../../media/media.dto.js';
import { MediaSubmissions } from '../../media/media-submissions.service.js';
import type { Actor } from '../../teams/actor.types.js';
import { BatchOutput, EstimateCostInput, GenerateBatchInput } from './media.dto.js';
import { Spending } from './spending.service.js';
import {
  READS,
  SPENDS,
  tool,
  type Tool,
  type ToolAnswer,
  type ToolCall,
  type ToolFamily,
} from './tool.types.js';

/** Many jobs in one call, and what any number of them would cost. */
@Injectable()
export class BatchTools implements ToolFamily {
  constructor(
    private readonly submissions: MediaSubmissions,
    private readonly estimates: EstimateService,
    private readonly spending: Spending,
  ) {}

  tools(): Tool[] {
    return [
      tool({
        name: 'generate_batch',
        title: 'Generate a batch',
        description:
          'Starts up to 500 jobs of any mix, all or none: one bad job, or too few credits for all, and nothing is ' +
          'charged. Returns a batch_id and one job_id for each; follow them with wait_for_jobs or get_job_status. ' +
          'When you retry, reuse the same request_id.',
        toolsets: ['media'],
        abilities: ['jobs:write'],
        annotations: SPENDS,
        input: GenerateBatchInput,
        output: BatchOutput,
        run: (input, call) => this.submit(input, call),
      }),
      tool({
        name: 'estimate_cost',
        title: 'Estimate the cost',
        description:
          'Tells what a job, or many in `jobs`, would cost and whether the balance covers it. Charges nothing; returns ' +
          'no job_id.',
        toolsets: ['media'],
        abilities: [],
        annotations: READS,
        input: EstimateCostInput,
        output: EstimateView,
        run: async (input, { actor }) => ({ value: await this.estimate(actor, input) }),
      }),
    ];
  }

  /** What is left out must not even be named: `jobs` alone says whether a job or a batch is meant. */
  private async estimate(actor: Actor, input: EstimateCostInput): Promise<EstimateView> {
    const given = Object.entries(input).filter(([, value]) => value !== undefined && value !== null);
    return this.estimates.estimate(actor, Object.fromEntries(given));
  }

  private async submit(input: GenerateBatchInput, call: ToolCall): Promise<ToolAnswer> {
    const terms = this.spending.termsOf(call, input);
    const { body, replayed } = await this.submissions.acceptBatch(call.actor, input, terms);
    const { batchId, status, creditsCharged, jobs } = JSON.parse(body) as AcceptedBatchView;
    const message = 'Call wait_for_jobs with these job_ids, at most 100 at a time.';
    const value: BatchOutput = {
      batchId,
      status,
      creditsCharged,
      jobs,
      ...(replayed && { replayed }),
      message,
    };
    return { value };
  }
}
