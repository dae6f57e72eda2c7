import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../../platform/database/transactions.js';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../../platform/http/paged-list.js';
import { Idempotency } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { AccessPlanChange, AccessPlanView, NewAccessPlanInput } from './access-plans.dto.js';
import { AccessPlansService } from './access-plans.service.js';

const PLANS = new PagedList('access plans', anId('accessPlan'));

@ApiTags('Access plans')
@Controller('v1/access-plans')
@RequireAbility('access-plans:manage')
export class AccessPlansController {
  constructor(
    private readonly plans: AccessPlansService,
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List access plans, newest first, without archived ones' })
  @ApiPage(AccessPlanView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<AccessPlanView>> {
    const [beforeId] = PLANS.positionOf(cursor);
    const plans = await this.transactions.forTeam(teamId, (tx) =>
      this.plans.page(tx, { beforeId, limit: limit + 1 }),
    );
    return PLANS.page(plans, limit, { view: (plan) => plan, position: ({ id }) => id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One access plan' })
  @ApiOkResponse({ type: AccessPlanView })
  read(@CurrentActor() { teamId }: Actor, @Param('id') id: string): Promise<AccessPlanView> {
    return this.transactions.forTeam(teamId, (tx) => this.plans.read(tx, id));
  }

  @Post()
  @ApiOperation({ summary: 'Make an access plan: what codes grant' })
  @ApiCreatedResponse({ type: AccessPlanView })
  create(
    @CurrentActor() actor: Actor,
    @Body() input: NewAccessPlanInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(actor.teamId, call, { status: 201 }, (tx) =>
      this.plans.create(tx, actor, input),
    );
  }

  @Patch(':id')
  @ApiOperation({
    summary: 'Change an access plan',
    description: 'For batches that are made from now on: codes that were handed out keep what they grant.',
  })
  @ApiOkResponse({ type: AccessPlanView })
  change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() change: AccessPlanChange,
  ): Promise<AccessPlanView> {
    return this.transactions.forTeam(actor.teamId, (tx) => this.plans.change(tx, actor, id, change));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Archive an access plan; its codes stay good' })
  archive(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    return this.transactions.forTeam(actor.teamId, (tx) => this.plans.archive(tx, actor, id));
  }
}
