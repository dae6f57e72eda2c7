import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import { Idempotency, OPERATOR_SCOPE } from '../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import { AuthenticationService } from '../teams/authentication.service.js';
import { CurrentOperator } from '../teams/current-operator.decorator.js';
import { OperatorOnly } from '../teams/operator-only.decorator.js';
import type { Operator } from '../teams/operator.types.js';
import { NewTeamInput, OperatorTeamView, PlanInput } from './operator.dto.js';
import { OperatorService } from './operator.service.js';
import { OperatorSystemRepository } from './operator.system.repository.js';

const TEAMS = new PagedList('teams', anId('team'));

@ApiTags('Operator')
@Controller('v1/admin/teams')
@OperatorOnly()
export class OperatorTeamsController {
  constructor(
    private readonly operator: OperatorService,
    private readonly system: OperatorSystemRepository,
    private readonly idempotency: Idempotency,
    private readonly authentication: AuthenticationService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All teams, newest first' })
  @ApiPage(OperatorTeamView)
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<OperatorTeamView>> {
    const [beforeId] = TEAMS.positionOf(cursor);
    const teams = await this.system.transaction((tx) =>
      this.operator.page(tx, { beforeId, limit: limit + 1 }),
    );
    return TEAMS.page(teams, limit, { view: (team) => team, position: ({ id }) => id });
  }

  @Get(':id')
  @ApiOperation({ summary: 'One team' })
  @ApiOkResponse({ type: OperatorTeamView })
  read(@Param('id') id: string): Promise<OperatorTeamView> {
    return this.system.transaction((tx) => this.operator.team(tx, id));
  }

  @Post()
  @ApiOperation({ summary: 'Make a team', description: 'It begins with the credits that its plan includes.' })
  @ApiCreatedResponse({ type: OperatorTeamView })
  create(
    @CurrentOperator() operator: Operator,
    @Body() input: NewTeamInput,
    @Idempotent() call: IdempotentCall,
  ) {
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 201 }, (tx) =>
      this.operator.createTeam(tx, operator, input),
    );
  }

  @Post(':id/plan')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put a team on a plan',
    description:
      'Another plan resets the included credits to what it includes and starts a new period; bought credits stay.',
  })
  @ApiOkResponse({ type: OperatorTeamView })
  async setPlan(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Body() { plan }: PlanInput,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, (tx) =>
      this.operator.setPlan(tx, operator, id, plan),
    );
    this.authentication.forgetAll();
    return answer;
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Suspend a team',
    description: 'New work is refused; running jobs finish and reads stay open.',
  })
  @ApiOkResponse({ type: OperatorTeamView })
  async suspend(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, (tx) =>
      this.operator.suspend(tx, operator, id),
    );
    this.authentication.forgetAll();
    return answer;
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Lift the suspension of a team' })
  @ApiOkResponse({ type: OperatorTeamView })
  async resume(
    @CurrentOperator() operator: Operator,
    @Param('id') id: string,
    @Idempotent() call: IdempotentCall,
  ) {
    const answer = await this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, (tx) =>
      this.operator.resume(tx, operator, id),
    );
    this.authentication.forgetAll();
    return answer;
  }
}
