import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import type { Page } from '../platform/http/page.dto.js';
import { ModelView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';
import type { ModelCard } from './catalogue.types.js';

@ApiTags('Catalogue')
@ApiBearerAuth()
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @ApiOperation({ summary: 'List the models, with prices and the fields that each takes' })
  @ApiPage(ModelView)
  list(): Page<ModelView> {
    return { data: this.catalogue.models().map((card) => this.view(card)), nextCursor: null };
  }

  @Get(':slug')
  @ApiOperation({ summary: 'Read one model' })
  @ApiOkResponse({ type: ModelView })
  read(@Param('slug') slug: string): ModelView {
    return this.view(this.catalogue.card(slug));
  }

  private view(card: ModelCard): ModelView {
    return ModelView.of(card, this.catalogue.availability(card));
  }
}
