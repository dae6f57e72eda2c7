import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Transactions } from '../platform/database/transactions.js';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { anId, PagedList } from '../platform/http/paged-list.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { TransferView } from './ledger.dto.js';
import { LedgerService } from './ledger.service.js';

const TRANSFERS = new PagedList('ledger', anId('transfer'));

@ApiTags('Account')
@Controller('v1/credits/ledger')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly transactions: Transactions,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every movement of credits, newest first' })
  @ApiPage(TransferView)
  async list(
    @CurrentActor() { teamId }: Actor,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<TransferView>> {
    const [beforeId] = TRANSFERS.positionOf(cursor);
    const transfers = await this.transactions.forTeam(teamId, (tx) =>
      this.ledger.history(tx, teamId, { beforeId, limit: limit + 1 }),
    );
    return TRANSFERS.page(transfers, limit, { view: (transfer) => transfer, position: ({ id }) => id });
  }
}
