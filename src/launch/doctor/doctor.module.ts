import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule } from '../../platform/config/config.module.js';
import type { EngineConfig } from '../../platform/config/config.types.js';
import { StorageModule } from '../../platform/storage/storage.module.js';
import { AdaptersModule } from '../../providers/adapters.module.js';

/** As much of the engine as the command needs; it opens no database. */
@Module({})
export class DoctorModule {
  static with(config: EngineConfig): DynamicModule {
    return { module: DoctorModule, imports: [ConfigModule.with(config), AdaptersModule, StorageModule] };
  }
}
