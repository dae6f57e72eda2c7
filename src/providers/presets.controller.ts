import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import { PagedList } from '../platform/http/paged-list.js';
import { type Page, PageQuery } from '../platform/http/page.dto.js';
import { PresetView } from './catalogue.dto.js';
import { CatalogueService } from './catalogue.service.js';

const PRESETS = new PagedList('presets');

@ApiTags('Catalogue')
@ApiBearerAuth()
@Controller('v1/presets')
export class PresetsController {
  constructor(private readonly catalogue: CatalogueService) {}

  @Get()
  @ApiOperation({ summary: 'List the presets: sizes for a purpose' })
  @ApiPage(PresetView)
  list(@Query() query: PageQuery): Page<PresetView> {
    return PRESETS.pageOf(this.catalogue.presets(), query, ({ slug }) => slug);
  }
}
