import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Put,
  Query,
  Res,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Transactions } from '../../platform/database/transactions.js';
import { ApiPage } from '../../platform/http/api-page.decorator.js';
import { PagedList } from '../../platform/http/paged-list.js';
import { type Page, PageQuery } from '../../platform/http/page.dto.js';
import type { Actor } from '../../teams/actor.types.js';
import { CurrentActor } from '../../teams/current-actor.decorator.js';
import { RequireAbility } from '../../teams/require-ability.decorator.js';
import { KeyChecks } from './key-checks.service.js';
import { OwnKeys } from './own-keys.service.js';
import { ProviderKeyCheckView, ProviderKeyInput, ProviderKeyView } from './provider-keys.dto.js';
import { ProviderKeysService } from './provider-keys.service.js';

const KEYS = new PagedList('provider keys');

@ApiTags('Provider keys')
@Controller('v1/provider-keys')
@RequireAbility('tokens:manage')
export class ProviderKeysController {
  constructor(
    private readonly keys: ProviderKeysService,
    private readonly own: OwnKeys,
    private readonly checks: KeyChecks,
    private readonly transactions: Transactions,
  ) {}

  @Get()
  @ApiOperation({ summary: "The team's own keys for providers, without the keys themselves" })
  @ApiPage(ProviderKeyView)
  async list(@CurrentActor() { teamId }: Actor, @Query() query: PageQuery): Promise<Page<ProviderKeyView>> {
    const keys = await this.transactions.forTeam(teamId, (tx) => this.keys.list(tx));
    return KEYS.pageOf(keys, query, ({ provider }) => provider);
  }

  @Get(':provider')
  @ApiOperation({ summary: 'One of them' })
  @ApiOkResponse({ type: ProviderKeyView })
  read(@CurrentActor() { teamId }: Actor, @Param('provider') provider: string): Promise<ProviderKeyView> {
    return this.transactions.forTeam(teamId, (tx) => this.keys.read(tx, provider));
  }

  @Put(':provider')
  @ApiOperation({
    summary: 'Bring a key of your own for a provider, or replace it',
    description:
      'Jobs of the team are made with it from then on and billed to the team by the provider; the engine charges only its ' +
      'fee. Jobs under way end with the key that they were begun with.',
  })
  @ApiOkResponse({ type: ProviderKeyView })
  @ApiCreatedResponse({ type: ProviderKeyView })
  async set(
    @CurrentActor() actor: Actor,
    @Param('provider') provider: string,
    @Body() { key }: ProviderKeyInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderKeyView> {
    const { view, isNew } = await this.transactions.forTeam(actor.teamId, (tx) =>
      this.keys.set(tx, actor, { provider, key }),
    );
    this.own.forget(actor.teamId);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return view;
  }

  @Post(':provider/test')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Ask the provider whether it takes the key; nothing is paid for' })
  @ApiOkResponse({ type: ProviderKeyCheckView })
  test(
    @CurrentActor() { teamId }: Actor,
    @Param('provider') provider: string,
  ): Promise<ProviderKeyCheckView> {
    return this.checks.check(teamId, provider);
  }

  @Delete(':provider')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({
    summary: 'Take a key away',
    description:
      'No job is begun with it any more. It is wiped as soon as no job that was begun with it is under way.',
  })
  @ApiNoContentResponse()
  async remove(@CurrentActor() actor: Actor, @Param('provider') provider: string): Promise<void> {
    await this.transactions.forTeam(actor.teamId, (tx) => this.keys.delete(tx, actor, provider));
    this.own.forget(actor.teamId);
  }
}
