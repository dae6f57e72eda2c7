import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import type { Page } from '../../platform/http/page.dto.js';
import { keyOf, replyAsStored } from '../../platform/http/stored-reply.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { GuessLimits } from '../guesses/guess-limits.service.js';
import { toBatchView } from './batch-view.js';
import {
  AcceptedCodeBatch,
  CodeBatchInput,
  CodeBatchPreview,
  CodeBatchView,
  ImportCodesInput,
  ImportedCodeBatch,
  ListCodeBatchesQuery,
} from './code-batches.dto.js';
import { CodeBatchesService } from './code-batches.service.js';
import { CodeDrafts } from './code-drafts.service.js';
import { CodeImports } from './code-imports.service.js';
import { CodeOrders } from './code-orders.service.js';

const BATCHES = new PagedList('batches of access codes', anId('batch'));

@ApiTags('Access codes')
@Controller('v1/access-code-batches')
@RequireAbility('access-codes:generate')
export class CodeBatchesController {
  constructor(
    private readonly orders: CodeOrders,
    private readonly drafts: CodeDrafts,
    private readonly batches: CodeBatchesService,
    private readonly imports: CodeImports,
    private readonly guesses: GuessLimits,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Make up to a million codes',
    description: 'Answers at once with the job that makes them. None is good before all are made.',
  })
  @ApiAcceptedResponse({ type: AcceptedCodeBatch })
  generate(
    @CurrentActor() actor: Actor,
    @Body() input: CodeBatchInput,
    @Idempotent() call: IdempotentCall,
  ): Promise<string> {
    return replyAsStored(call, this.orders.place(actor, input, { idempotency: keyOf(call) }));
  }

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a batch would cost and how its codes would look; nothing is made' })
  @ApiOkResponse({ type: CodeBatchPreview })
  preview(@CurrentActor() actor: Actor, @Body() input: CodeBatchInput): Promise<CodeBatchPreview> {
    return this.drafts.preview(actor, input);
  }

  @Post('import')
  @ApiOperation({
    summary: 'Take over codes that you have handed out already',
    description:
      'Up to 10,000 in a call, all or none. They can be redeemed like others and never be exported.',
  })
  @ApiCreatedResponse({ type: ImportedCodeBatch })
  import(@CurrentActor() actor: Actor, @Body() input: ImportCodesInput, @Idempotent() call: IdempotentCall) {
    return this.guesses.during(actor, async () =>
      this.idempotency.answer(
        actor.teamId,
        await this.imports.withoutCodes(call, input),
        { status: 201 },
        (tx) => this.imports.import(tx, actor, input),
      ),
    );
  }

  @Get()
  @RequireAbility('access-codes:read')
  @ApiOperation({ summary: 'List batches of codes, newest first' })
  @ApiPage(CodeBatchView)
  async list(
    @CurrentActor() actor: Actor,
    @Query() { limit, cursor, planId }: ListCodeBatchesQuery,
  ): Promise<Page<CodeBatchView>> {
    const [beforeId] = BATCHES.positionOf(cursor);
    const rows = await this.batches.page(actor, { planId, beforeId }, limit + 1);
    return BATCHES.page(rows, limit, { view: toBatchView, position: ({ id }) => id });
  }

  @Get(':id')
  @RequireAbility('access-codes:read')
  @ApiOperation({ summary: 'One batch of codes with its counts' })
  @ApiOkResponse({ type: CodeBatchView })
  read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<CodeBatchView> {
    return this.batches.read(actor, id);
  }
}
