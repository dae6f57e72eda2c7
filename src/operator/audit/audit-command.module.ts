import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '../../platform/config/config.module.js';
import type { EngineConfig } from '../../platform/config/config.types.js';
import { DatabaseModule } from '../../platform/database/database.module.js';
import { StorageModule } from '../../platform/storage/storage.module.js';
import { AssetFiles } from './asset-files.service.js';
import { AssetFilesSystemRepository } from './asset-files.system.repository.js';
import { InvariantsSystemRepository } from './invariants.system.repository.js';

/** As much of the engine as the command needs. */
@Module({})
export class AuditCommandModule {
  static with(config: EngineConfig): DynamicModule {
    return {
      module: AuditCommandModule,
      imports: [ConfigModule.with(config), DatabaseModule, StorageModule],
      providers: [InvariantsSystemRepository, AssetFiles, AssetFilesSystemRepository],
    };
  }
}
