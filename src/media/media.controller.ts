import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { JobView } from '../jobs/jobs.dto.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { EstimateService } from './estimate.service.js';
import { AcceptedBatchView, BatchInput, EstimateView, JobInput } from './media.dto.js';
import { MediaSubmissions } from './media-submissions.service.js';

@ApiTags('Jobs')
@Controller('v1')
export class MediaController {
  constructor(
    private readonly submissions: MediaSubmissions,
    private readonly estimates: EstimateService,
  ) {}

  @Post('jobs')
  @HttpCode(202)
  @RequireAbility('jobs:write')
  @ApiOperation({ summary: 'Submit a job' })
  @ApiAcceptedResponse({ type: JobView })
  submit(
    @CurrentActor() actor: Actor,
    @Body() input: JobInput,
    @Idempotent() call: IdempotentCall,
  ): Promise<string> {
    return this.submissions.submitOne(actor, input, call);
  }

  @Post('batch')
  @HttpCode(202)
  @RequireAbility('jobs:write')
  @ApiOperation({ summary: 'Submit up to 500 jobs, all or none' })
  @ApiAcceptedResponse({ type: AcceptedBatchView })
  submitBatch(
    @CurrentActor() actor: Actor,
    @Body() input: BatchInput,
    @Idempotent() call: IdempotentCall,
  ): Promise<string> {
    return this.submissions.submitBatch(actor, input, call);
  }

  @Post('estimate')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a job or a batch would cost; nothing is charged' })
  @ApiBody({ schema: { oneOf: [JobInput, BatchInput].map((type) => ({ $ref: getSchemaPath(type) })) } })
  @ApiOkResponse({ type: EstimateView })
  estimate(@CurrentActor() actor: Actor, @Body() body: Record<string, unknown>): Promise<EstimateView> {
    return this.estimates.estimate(actor, body);
  }
}
