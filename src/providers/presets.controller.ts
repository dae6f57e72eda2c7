import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { pageOf } from '../platform/http/cursor.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import { PresetView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';

@ApiTags('Catalogue')
@ApiBearerAuth()
@Controller('v1/presets')
export class PresetsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @ApiOperation({ summary: 'List the presets: sizes for a purpose' })
  @ApiPage(PresetView)
  list(@Query() query: PageQuery): Page<PresetView> {
    return pageOf(this.catalogue.presets(), query, ({ slug }) => slug);
  }
}
