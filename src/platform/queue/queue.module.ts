import { BullModule } from '@nestjs/bullmq';
import { type DynamicModule, Module } from '@nestjs/common';
import { createPostgresBackend, setDefaultBackendFactory } from 'bullmq';
import { ENGINE_CONFIG, type EngineConfig } from '../config/config.types.js';

/** Every Queue and every Worker owns a pool of this size and one LISTEN connection. */
const POOL_SIZE = 2;

/** The one place that knows which backend carries the queues. */
@Module({})
export class QueueModule {
  static onPostgres(): DynamicModule {
    setDefaultBackendFactory(createPostgresBackend);
    const connections = BullModule.forRootAsync({
      inject: [ENGINE_CONFIG],
      useFactory: (config: EngineConfig) => ({
        // The type speaks of Redis only; the backend chosen above reads these fields.
        connection: {
          connectionString: config.database.systemUrl,
          schema: 'bullmq',
          max: POOL_SIZE,
          keepAlive: true,
          application_name: 'engine-queue',
        } as object,
      }),
    });
    return { module: QueueModule, imports: [connections], exports: [connections] };
  }
}
