import { Controller, Delete, Get, HttpCode, Inject, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ENGINE_CONFIG, type EngineConfig } from '../platform/config/config.types.js';
import type { Actor } from '../teams/actor.types.js';
import { CurrentActor } from '../teams/current-actor.decorator.js';
import { RequireAbility } from '../teams/require-ability.decorator.js';
import { AssetAnswer } from './assets.dto.js';
import { AssetsService } from './assets.service.js';

@ApiTags('Assets')
@ApiBearerAuth()
@Controller('v1/assets')
export class AssetsController {
  constructor(
    private readonly assets: AssetsService,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  /** One file, with a freshly signed link. */
  @Get(':id')
  @RequireAbility('assets:read')
  async read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<AssetAnswer> {
    const asset = await this.assets.read(actor.teamId, id);
    return AssetAnswer.of(asset, this.assets.present(asset, this.config.links.answerTtlMs));
  }

  /** Deletes the file; its links answer 410 from now on. */
  @Delete(':id')
  @HttpCode(204)
  @RequireAbility('assets:write')
  async delete(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.assets.delete(actor.teamId, id);
  }
}
