import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { PagedList } from '../../platform/http/paged-list.js';
import { Idempotency, OPERATOR_SCOPE } from '../../platform/http/idempotency.js';
import { Idempotent, type IdempotentCall } from '../../platform/http/idempotent-call.decorator.js';
import { type Page, PageQuery } from '../../platform/http/page.dto.js';
import { invalid } from '../../platform/errors.js';
import { AuditService } from '../../teams/audit.service.js';
import { CurrentOperator } from '../../teams/current-operator.decorator.js';
import { OperatorOnly } from '../../teams/operator-only.decorator.js';
import type { Operator } from '../../teams/operator.types.js';
import { OperatorCodesSystemRepository } from '../operator-codes.system.repository.js';
import { CodePricing, CodePricingInput } from './code-pricing.dto.js';
import { CodePricingRepository } from './code-pricing.repository.js';

const PRICINGS = new PagedList('prices of access codes');

/** What codes cost on each plan of the engine. */
@ApiTags('Operator')
@Controller('v1/admin/code-pricing')
@OperatorOnly()
export class CodePricingController {
  constructor(
    private readonly pricing: CodePricingRepository,
    private readonly system: OperatorCodesSystemRepository,
    private readonly idempotency: Idempotency,
    private readonly audit: AuditService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What access codes cost on each plan' })
  @ApiPage(CodePricing)
  async list(@Query() query: PageQuery): Promise<Page<CodePricing>> {
    const all = await this.system.transaction((tx) => this.pricing.all(tx));
    return PRICINGS.pageOf(all, query, ({ plan }) => plan);
  }

  @Post(':plan')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Say what access codes cost on a plan',
    description: 'For batches that are asked for from now on.',
  })
  @ApiOkResponse({ type: CodePricing })
  set(
    @CurrentOperator() { requestId }: Operator,
    @Param('plan') plan: string,
    @Body() input: CodePricingInput,
    @Idempotent() call: IdempotentCall,
  ) {
    if (input.charged === 'redemption' && input.codes !== 1)
      throw invalid([{ path: 'codes', message: 'must be 1 where redemptions are charged' }]);
    return this.idempotency.answer(OPERATOR_SCOPE, call, { status: 200 }, async (tx) => {
      const pricing = await this.pricing.set(tx, { plan, ...input });
      const entry = { teamId: null, actor: 'operator', subject: plan, details: { ...input }, requestId };
      await this.audit.record(tx, { ...entry, action: 'code_pricing.changed' });
      return pricing;
    });
  }
}
