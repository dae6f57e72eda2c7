import { Injectable } from '@nestjs/common';
import type { AcceptedCodeBatch } from '../../access-codes/batches/code-batches.dto.js';
import { CodeDrafts } from '../../access-codes/batches/code-drafts.service.js';
import { CodeOrders } from '../../access-codes/batches/code-orders.service.js';
import { AccessCodesService } from '../../access-codes/reading/access-codes.service.js';
import {
  BulkGenerateInput,
  BulkGenerateOutput,
  CodeList,
  ListCodesInput,
  PreviewCostInput,
  PreviewCostOutput,
} from './access-codes.dto.js';
import { Spending } from './spending.service.js';
import { READS, SPENDS, tool, type Tool, type ToolCall, type ToolFamily } from './tool.types.js';

/** Making codes, and looking at what was made. */
@Injectable()
export class AccessCodeTools implements ToolFamily {
  constructor(
    private readonly drafts: CodeDrafts,
    private readonly orders: CodeOrders,
    private readonly codes: AccessCodesService,
    private readonly spending: Spending,
  ) {}

  tools(): Tool[] {
    return [this.preview(), this.generate(), this.list()];
  }

  private preview(): Tool {
    return tool({
      name: 'preview_access_code_cost',
      title: 'Preview the cost of access codes',
      description:
        'Tells what a batch of access codes would cost now and with each redemption, and how its codes would look. ' +
        'Makes and charges nothing; returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:generate'],
      annotations: READS,
      input: PreviewCostInput,
      output: PreviewCostOutput,
      run: async (input, { actor }) => ({ value: { data: await this.drafts.preview(actor, input) } }),
    });
  }

  private generate(): Tool {
    return tool({
      name: 'bulk_generate_access_codes',
      title: 'Generate access codes',
      description:
        'Starts making up to 10,000 unique access codes of an access plan and returns a job_id at once. Follow it with ' +
        'get_job_status until data.status is completed; data.result then has count and batch_id, and ' +
        'export_access_codes gives the codes. When you retry, reuse the same request_id: then there is one batch.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:generate'],
      annotations: SPENDS,
      input: BulkGenerateInput,
      output: BulkGenerateOutput,
      startsJob: true,
      run: async (input, call) => ({ value: await this.start(input, call) }),
    });
  }

  private list(): Tool {
    return tool({
      name: 'list_access_codes',
      title: 'List access codes',
      description:
        "Lists the team's access codes with their status, newest batch first; filter by batch, plan or status. Codes are " +
        'masked: to get them whole use export_access_codes. Returns no job_id.',
      toolsets: ['access-codes'],
      abilities: ['access-codes:read'],
      annotations: READS,
      input: ListCodesInput,
      output: CodeList,
      run: async (input, { actor }) => ({ value: await this.codes.list(actor, input) }),
    });
  }

  private async start(input: BulkGenerateInput, call: ToolCall): Promise<BulkGenerateOutput> {
    const answer = await this.orders.place(call.actor, input, this.spending.termsOf(call, input));
    const { jobId, createdAt } = JSON.parse(answer.body) as AcceptedCodeBatch & { jobId: string };
    const enqueuedAt = String(createdAt);
    return { data: { jobId, status: 'queued', enqueuedAt, ...(answer.replayed && { replayed: true }) } };
  }
}
