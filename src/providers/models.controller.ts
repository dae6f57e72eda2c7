import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { PagedList } from '../platform/http/paged-list.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { ModelView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';
import { OwnKeys } from './keys/own-keys.service.js';
import { ModelViews } from './model-views.service.js';

const MODELS = new PagedList('models');

@ApiTags('Catalogue')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly views: ModelViews,
    private readonly keys: OwnKeys,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List the models, with prices and the fields that each takes' })
  @ApiPage(ModelView)
  async list(@CurrentActor() { teamId }: Actor, @Query() query: PageQuery): Promise<Page<ModelView>> {
    const own = await this.keys.providersOf(teamId);
    const { data, nextCursor } = MODELS.pageOf(this.catalogue.models(), query, ({ slug }) => slug);
    return { data: data.map((card) => this.views.of(card, own)), nextCursor };
  }

  @Get(':slug')
  @ApiOperation({ summary: 'Read one model' })
  @ApiOkResponse({ type: ModelView })
  async read(@CurrentActor() { teamId }: Actor, @Param('slug') slug: string): Promise<ModelView> {
    return this.views.of(this.catalogue.card(slug), await this.keys.providersOf(teamId));
  }
}
