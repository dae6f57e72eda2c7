import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import type { Page } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { usagePage } from './usage-page.js';
import { UsageLineView, UsageQuery } from './usage.dto.js';
import { UsageService } from './usage.service.js';

@ApiTags('Account')
@Controller('v1/usage')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  @Get()
  @ApiOperation({
    summary: 'Jobs and credits by day, model, token or type',
    description: 'Jobs count on the UTC day on which they were accepted, and so do their refunds.',
  })
  @ApiPage(UsageLineView)
  read(@CurrentActor() { teamId }: Actor, @Query() query: UsageQuery): Promise<Page<UsageLineView>> {
    return usagePage('usage', query, (span) => this.usage.lines(teamId, query.groupBy, span));
  }
}
