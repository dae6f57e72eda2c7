import { type DynamicModule, Module } from '@nestjs/common';
import { ENGINE_CONFIG, type EngineConfig } from './config.types.js';

@Module({})
export class ConfigModule {
  static with(config: EngineConfig): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: ENGINE_CONFIG, useValue: config }],
      exports: [ENGINE_CONFIG],
    };
  }
}
