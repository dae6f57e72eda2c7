import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage } from '../platform/http/api-page.decorator.js';
import type { Page } from '../platform/http/page.dto.js';
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
  list(): Page<PresetView> {
    return { data: [...this.catalogue.presets()], nextCursor: null };
  }
}
