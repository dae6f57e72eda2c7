import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../platform/database/transactions.js';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from './actor.types.js';
import { AuditEntryView } from './audit.dto.js';
import { AuditService } from './audit.service.js';
import { CurrentActor } from './current-actor.decorator.js';
import { RequireAbility } from './require-ability.decorator.js';

const ENTRIES = new PagedList('audit', anId('audit'));

@ApiTags('Audit')
@Controller('v1/audit')
@RequireAbility('audit:read')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what, newest first' })
  @ApiPage(AuditEntryView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<AuditEntryView>> {
    const [beforeId] = ENTRIES.positionOf(cursor);
    const entries = await this.transactions.forTeam(teamId, (tx) =>
      this.audit.page(tx, teamId, { beforeId, limit: limit + 1 }),
    );
    return ENTRIES.page(entries, limit, { view: (entry) => entry, position: ({ id }) => id });
  }
}
