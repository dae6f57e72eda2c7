import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { API_VERSION, ENGINE_NAME, ENGINE_VERSION } from './engine-version.js';
import { Public } from './public.decorator.js';
import { VersionView } from './version.dto.js';

@Public()
@ApiTags('Engine')
@Controller('v1/version')
export class VersionController {
  /** Which engine this is. */
  @Get()
  version(): VersionView {
    return { name: ENGINE_NAME, version: ENGINE_VERSION, apiVersion: API_VERSION };
  }
}
