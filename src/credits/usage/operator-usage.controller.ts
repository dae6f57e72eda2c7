import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import type { Page } from '../../platform/http/page.dto.js';
import { OperatorOnly } from '../../teams/operator-only.decorator.js';
import { OperatorUsageRepository } from './operator-usage.system.repository.js';
import { usagePage } from './usage-page.js';
import { OperatorUsageLineView, OperatorUsageQuery } from './usage.dto.js';
import type { OperatorUsageLine } from './usage.types.js';

const MICROS_PER_USD = 1_000_000;

@ApiTags('Operator')
@Controller('v1/admin/usage')
@OperatorOnly()
export class OperatorUsageController {
  constructor(private readonly usage: OperatorUsageRepository) {}

  @Get()
  @ApiOperation({
    summary: 'What was charged and what it cost, by day, model, type or team',
    description:
      'Costs are those that providers tell. Jobs count on the UTC day on which they were accepted, and so do their costs.',
  })
  @ApiPage(OperatorUsageLineView)
  read(@Query() query: OperatorUsageQuery): Promise<Page<OperatorUsageLineView>> {
    return usagePage('usage of all teams', query, async (span) => {
      const lines = await this.usage.lines(query.groupBy, span);
      return lines.map(viewOf);
    });
  }
}

function viewOf({ costMicros, ...line }: OperatorUsageLine): OperatorUsageLineView {
  const costUsd = costMicros / MICROS_PER_USD;
  const perCredit = line.creditsWithCost > 0 ? costUsd / line.creditsWithCost : null;
  return { ...line, costUsd, costUsdPerCredit: perCredit };
}
